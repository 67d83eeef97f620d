import type { PeerAddress } from './peer-address.ts';

export interface Contact {
  readonly address: PeerAddress;
  /** 1…64 grapheme clusters; no control characters. */
  readonly name: string;
  readonly favourite: boolean;
}
