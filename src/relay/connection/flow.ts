import type { NonceRegister } from '../../wire/authentication/nonce-register.ts';

/** One client's TLS connection, as registrar and delivery see it (a flow of RFC 5626 §3.1). */
export interface ClientFlow {
  /** Unique in the life of the process. */
  readonly id: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /**
   * Nonces belong to the connection that they were given to. An answer overheard on another connection is worth nothing
   * here.
   */
  readonly nonces: NonceRegister;
  /**
   * A delivery was not answered in time and nothing has arrived since. New messages for this device are stored at once.
   */
  readonly isSilent: boolean;
  /** Sends in one write. What has not been sent when the connection ends is lost. */
  send(bytes: Uint8Array): void;
  markSilent(): void;
  /** Ends the connection when everything handed to `send` has gone out. */
  end(): void;
}
