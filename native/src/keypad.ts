import type { Context } from './context.ts';
import type { Group } from './group.ts';

/** A keypad whose keys JavaScript presses. LVGL has handled the key when press() or release() returns. */
export class Keypad {
  readonly context: Context;
  readonly handle: number;

  constructor(context: Context, display: { readonly handle: number }) {
    this.context = context;
    this.handle = context.native.keypadCreate(display.handle);
  }

  /** Sets the group whose focused object gets the keys. */
  setGroup(group: Group | null): this {
    this.context.native.keypadSetGroup(this.handle, group === null ? null : group.handle);
    return this;
  }

  /**
   * Sets how long Enter is held until 'longPressed', and the time between 'longPressedRepeat' events after it; each 1
   * to 65535 ms.
   */
  setTimes(longPressMs: number, repeatMs: number): this {
    this.context.native.keypadSetTimes(this.handle, longPressMs, repeatMs);
    return this;
  }

  /** Takes a `Key`, or the code point of a character: 1 to 0x10ffff. */
  press(key: number): void {
    this.context.native.keypadFeed(this.handle, key, true);
  }

  release(key: number): void {
    this.context.native.keypadFeed(this.handle, key, false);
  }

  /** Presses and releases one key. */
  tap(key: number): void {
    this.press(key);
    this.release(key);
  }

  /** Presses and releases the key of each character. */
  type(text: string): void {
    for (const character of text) this.tap(character.codePointAt(0) ?? 0);
  }

  delete(): void {
    this.context.native.keypadDelete(this.handle);
  }
}
