import type { NonceRegister } from '../../wire/authentication/nonce-register.ts';

/** One client's TLS connection, as registrar and delivery see it (RFC 5626 §3.1: a flow). */
export interface ClientFlow {
  /** Never used again in the life of the process. */
  readonly id: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Nonces live and die with the connection that they were given to: an answer overheard elsewhere is worth nothing here. */
  readonly nonces: NonceRegister;
  /** A delivery was not answered in time and nothing has come since: new messages for it are stored at once. */
  readonly isSilent: boolean;
  /** One write; what was not sent when the connection ends is lost. */
  send(bytes: Uint8Array): void;
  markSilent(): void;
  /** Ends the connection once what was sent has gone out. */
  end(): void;
}
