import type { KeyName } from '../../domain/keys/key-map.ts';

/**
 * The page's one line for an error. It stays until the next key goes down, because the key that caused it still has to
 * come up, and its Shift too.
 */
export class PageNotice {
  readonly #show: (words: string) => void;
  readonly #pressed = new Map<number, ReadonlySet<KeyName>>();

  constructor(show: (words: string) => void) {
    this.#show = show;
  }

  say(words: string): void {
    this.#show(words);
  }

  clear(): void {
    this.#show('');
  }

  /** @param pressed all keys of this handset that are down now. */
  keysMoved(index: number, pressed: readonly KeyName[]): void {
    const before = this.#pressed.get(index);
    this.#pressed.set(index, new Set(pressed));
    if (pressed.some((key) => before?.has(key) !== true)) this.clear();
  }
}
