import type { AddressInfo, Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from 'node:tls';
import type { Log } from '../../ports/system/log.ts';
import { tlsPolicy, type OldestTls } from '../../wire/tls-policy.ts';
import { AddressCounts } from '../bounds/address-counts.ts';
import type { RelayLimits } from '../bounds/relay-limits.ts';

export interface TlsIdentity {
  readonly keyPem: string;
  /** The relay's certificate, followed by the intermediate ones up to the CA. */
  readonly certPem: string;
  /** TLS 1.3 when not given. */
  readonly oldestTls?: OldestTls;
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

/** The listening socket, and the limits that hold before anything is known about a client. */
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
      // A scanner, a wrong CA or a stalled handshake is the client's trouble; the relay only logs it.
      parts.log.info('relay.handshake-failed', { code: error.code ?? 'unknown' });
      socket.destroy();
    });
  }

  /** TCP connections that are open, including those still in the handshake. */
  get count(): number {
    return this.#sockets.size;
  }

  /** Rejects when the relay cannot listen on the address (already taken, or not of this machine). */
  listen(): Promise<ListeningAddress> {
    const { host, port, log } = this.#parts;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (error: NodeJS.ErrnoException) => {
          // For example EMFILE: this connection is lost, but the next one may come through.
          log.error('relay.accept-failed', { code: error.code ?? 'unknown' });
        });
        const address = this.#server.address() as AddressInfo;
        resolve({ host: address.address, port: address.port });
      });
    });
  }

  /** New connections get the new certificate. Open ones keep the old one. */
  renew(tls: TlsIdentity): void {
    this.#server.setSecureContext(contextOf(tls));
  }

  /** Takes no more connections. Resolves when the last one is gone. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  /** Destroys all connections, also those still in the handshake. */
  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #admit(socket: Socket): void {
    const { limits, log } = this.#parts;
    // Kept here because a closed socket no longer knows it.
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

/** Always complete, because a new context fills what is missing from Node's defaults. */
function contextOf({ keyPem, certPem, oldestTls = 'TLSv1.3' }: TlsIdentity): SecureContextOptions {
  return { ...tlsPolicy(oldestTls), key: keyPem, cert: certPem, honorCipherOrder: true };
}
