import { createHash } from 'node:crypto';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { KeptSetting } from '../kept-setting.ts';

/** A setting holds 4 KiB; each peer takes 16 characters and a space. */
const MAX_PEERS = 200;
const MARK_CHARACTERS = 16;

/**
 * A list of peers, kept across restarts. They are kept as hashes, so that the setting is no list of the people
 * to whom the owner writes.
 */
export class PeerMarks {
  readonly #setting: KeptSetting;
  #marks: readonly string[] | null = null;

  constructor(setting: KeptSetting) {
    this.#setting = setting;
  }

  has(peer: PeerAddress): boolean {
    return this.#read().includes(markOf(peer));
  }

  /** When the list is full the oldest peer is dropped. */
  add(peer: PeerAddress): void {
    if (!this.has(peer)) this.#write([...this.#read(), markOf(peer)].slice(-MAX_PEERS));
  }

  remove(peer: PeerAddress): void {
    if (this.has(peer)) this.#write(this.#read().filter((mark) => mark !== markOf(peer)));
  }

  #read(): readonly string[] {
    this.#marks ??= this.#setting.read().match(/[0-9a-f]+/g) ?? [];
    return this.#marks;
  }

  #write(marks: readonly string[]): void {
    this.#marks = marks;
    this.#setting.write(marks.join(' '));
  }
}

function markOf(peer: PeerAddress): string {
  return createHash('sha256').update(peer).digest('hex').slice(0, MARK_CHARACTERS);
}
