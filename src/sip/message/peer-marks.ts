import { createHash } from 'node:crypto';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { KeptSetting } from '../kept-setting.ts';

/** A setting holds 4 KiB; each peer takes 16 characters and a space. */
const MAX_PEERS = 200;
const MARK_CHARACTERS = 16;

/** Where the marks are kept: whom the owner knows, and all others. */
export interface KeptMarks {
  readonly known: KeptSetting;
  readonly strangers: KeptSetting;
}

/**
 * A list of peers, kept across restarts. They are kept as hashes, so that the setting is no list of the people
 * to whom the owner writes. Strangers are in a list of their own: anybody can make many of them, and they must not
 * push out whom the owner knows.
 */
export class PeerMarks {
  readonly #known: MarkList;
  readonly #strangers: MarkList;

  constructor({ known, strangers }: KeptMarks) {
    this.#known = new MarkList(known);
    this.#strangers = new MarkList(strangers);
  }

  has(peer: PeerAddress): boolean {
    const mark = markOf(peer);
    return this.#known.has(mark) || this.#strangers.has(mark);
  }

  /** When the list is full the oldest peer of the same kind is dropped. */
  add(peer: PeerAddress, isKnown: boolean): void {
    const mark = markOf(peer);
    if (!isKnown) {
      if (!this.#known.has(mark)) this.#strangers.add(mark);
      return;
    }
    this.#known.add(mark);
    this.#strangers.remove(mark);
  }

  /** The owner knows the peer from now on. */
  keep(peer: PeerAddress): void {
    if (this.#strangers.has(markOf(peer))) this.add(peer, true);
  }

  remove(peer: PeerAddress): void {
    const mark = markOf(peer);
    this.#known.remove(mark);
    this.#strangers.remove(mark);
  }
}

class MarkList {
  readonly #setting: KeptSetting;
  #marks: readonly string[] | null = null;

  constructor(setting: KeptSetting) {
    this.#setting = setting;
  }

  has(mark: string): boolean {
    return this.#read().includes(mark);
  }

  add(mark: string): void {
    if (!this.has(mark)) this.#write([...this.#read(), mark].slice(-MAX_PEERS));
  }

  remove(mark: string): void {
    if (this.has(mark)) this.#write(this.#read().filter((other) => other !== mark));
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
