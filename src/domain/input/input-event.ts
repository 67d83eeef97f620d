/** What a key press means after debounce and input method; the screen knows no keys, only these. */
export type Command =
  /**
   * Short press of Enter (or the centre of the navigation keys), told when the key is released or the next one goes down: only
   * then is it known not to be a long one.
   */
  | 'enter'
  /** Long Enter, told at 500 ms while still held: new line in a text. Its release says nothing. */
  | 'enter-long'
  | 'backspace'
  /** Held Backspace: the word (`repeated` false, once at 500 ms), then the text (`repeated` true, once at 2 s). */
  | 'backspace-long'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'back'
  /** Short press of Menu, told when it is released or the next key goes down. */
  | 'menu'
  /** Long Menu, told at 500 ms: locks the keypad. */
  | 'lock'
  | 'soft-left'
  | 'soft-right'
  | 'emoji'
  | 'symbols';

/** The input method's mode, shown beside the counter. */
export type InputMode = 'abc' | 'Abc' | 'ABC' | '123' | 'alt';

export type InputEvent =
  | { readonly kind: 'text'; readonly text: string }
  /**
   * Replaces the character typed last (one code point, by the input method, cursor not moved since) with one or more: the next
   * choice of multi-tap, or two spaces becoming full stop and space.
   */
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly repeated: boolean };
