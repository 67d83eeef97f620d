import type { AddressInfo, Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from 'node:tls';
import type { Log } from '../../ports/system/log.ts';
import { tlsPolicy, type OldestTls } from '../../wire/tls-policy.ts';
import { ConnectionSlots, RANK } from '../bounds/connection-slots.ts';
import { networkOf } from '../bounds/network-of.ts';
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
  readonly #slots: ConnectionSlots;
  readonly #sockets = new Set<Socket>();

  constructor(parts: TlsListenerParts) {
    this.#parts = parts;
    this.#slots = new ConnectionSlots(parts.limits);
    this.#server = createServer({ ...contextOf(parts.tls), handshakeTimeout: parts.limits.handshakeTimeoutMs });
    this.#server.prependListener('connection', (socket: Socket) => {
      this.#admit(socket);
    });
    this.#server.on('secureConnection', (socket) => {
      this.#slots.raise(keyOf(socket), RANK.secured);
      parts.onConnection(socket);
    });
    this.#server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      // A scanner, a wrong CA or a stalled handshake is the client's trouble; the relay only logs it.
      parts.log.info('relay.handshake-failed', { code: error.code ?? 'unknown' });
      socket.destroy();
    });
  }

  /** The room that each connection takes; by `keyOf` of its socket. */
  get slots(): ConnectionSlots {
    return this.#slots;
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
    const { log } = this.#parts;
    // Kept here because a closed socket no longer knows it.
    const key = keyOf(socket);
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#slots.release(key);
    });
    const network = networkOf(socket.remoteAddress ?? '');
    const close = (): void => {
      socket.destroy();
    };
    const displaced = this.#slots.take(key, { network, close });
    if (displaced > 0) log.warn('relay.connection-displaced', { open: this.#sockets.size, displaced });
  }
}

/** The other end, which is unique among the open connections of one listening socket. */
export function keyOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${remoteAddress ?? ''} ${remotePort ?? 0}`;
}

/** Always complete, because a new context fills what is missing from Node's defaults. */
function contextOf({ keyPem, certPem, oldestTls = 'TLSv1.3' }: TlsIdentity): SecureContextOptions {
  return { ...tlsPolicy(oldestTls), key: keyPem, cert: certPem, honorCipherOrder: true };
}
