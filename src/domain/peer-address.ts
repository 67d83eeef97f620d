import type { Brand } from './brand.ts';

/**
 * A peer's one identity: `sip:user@domain`, normalised by `parsePeerAddress` so that domain case, escapes, port, transport, gruu and
 * other URI parameters never split a thread. Two spellings of one address give the same string.
 */
export type PeerAddress = Brand<string, 'PeerAddress'>;
