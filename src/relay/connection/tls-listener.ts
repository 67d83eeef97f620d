import type { AddressInfo, Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from 'node:tls';
import type { Log } from '../../ports/log.ts';
import { TLS_POLICY } from '../../wire/tls-policy.ts';
import { AddressCounts } from '../bounds/address-counts.ts';
import type { RelayLimits } from '../bounds/relay-limits.ts';

export interface TlsIdentity {
  readonly keyPem: string;
  /** The certificate, and after it the ones between it and the CA. */
  readonly certPem: string;
}

export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
}

export interface TlsListenerParts {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsIdentity;
  readonly limits: RelayLimits;
  readonly log: Log;
  /** The handshake is done. */
  readonly onConnection: (socket: TLSSocket) => void;
}

/** The listening socket, and the bounds that hold before anything is known of a client. */
export class TlsListener {
  readonly #parts: TlsListenerParts;
  readonly #server: Server;
  readonly #perAddress = new AddressCounts();
  readonly #sockets = new Set<Socket>();

  constructor(parts: TlsListenerParts) {
    this.#parts = parts;
    this.#server = createServer({ ...contextOf(parts.tls), handshakeTimeout: parts.limits.handshakeTimeoutMs });
    this.#server.prependListener('connection', (socket: Socket) => {
      this.#admit(socket);
    });
    this.#server.on('secureConnection', parts.onConnection);
    this.#server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      // A scanner, a wrong CA, a stalled handshake: the client's trouble, counted and forgotten.
      parts.log.info('relay.handshake-failed', { code: error.code ?? 'unknown' });
      socket.destroy();
    });
  }

  /** TCP connections that are open, those in the handshake included. */
  get count(): number {
    return this.#sockets.size;
  }

  /** Rejects when the address cannot be listened on (taken, not ours). */
  listen(): Promise<ListeningAddress> {
    const { host, port, log } = this.#parts;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (error: NodeJS.ErrnoException) => {
          // EMFILE and the like: this connection is lost, the next may come.
          log.error('relay.accept-failed', { code: error.code ?? 'unknown' });
        });
        const address = this.#server.address() as AddressInfo;
        resolve({ host: address.address, port: address.port });
      });
    });
  }

  /** New connections get the new certificate; those that stand are left alone. */
  renew(tls: TlsIdentity): void {
    this.#server.setSecureContext(contextOf(tls));
  }

  /** Takes no more connections; resolves once the last one is gone. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  /** Those in the handshake too. */
  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #admit(socket: Socket): void {
    const { limits, log } = this.#parts;
    // Kept: a socket that is closed does not know it any more.
    const address = socket.remoteAddress ?? '';
    const fromThere = this.#perAddress.of(address);
    if (this.#sockets.size >= limits.connections || fromThere >= limits.connectionsPerAddress) {
      log.warn('relay.connection-refused', { open: this.#sockets.size, fromAddress: fromThere });
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    this.#perAddress.add(address);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#perAddress.remove(address);
    });
  }
}

/** Whole each time: what a new context is not told falls back to Node's defaults. */
function contextOf({ keyPem, certPem }: TlsIdentity): SecureContextOptions {
  return { ...TLS_POLICY, key: keyPem, cert: certPem, honorCipherOrder: true };
}
