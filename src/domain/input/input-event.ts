/** What a key press means after debounce and input method. The screen knows only these, and no keys. */
export type Command =
  /**
   * Short press of Enter (or of the centre of the navigation keys). It comes when the key is released or another key
   * goes down, because only then is it known that the press is not a long one.
   */
  | 'enter'
  /**
   * Long Enter: a new line in a text. It comes after 500 ms while the key is still held; its release brings nothing.
   */
  | 'enter-long'
  | 'backspace'
  /**
   * Held Backspace: after 500 ms it deletes the word (`repeated` false), after 2 s the whole text (`repeated` true).
   */
  | 'backspace-long'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'back'
  /** Back, held for 500 ms. It comes after the 'back' of the same press. */
  | 'home'
  /** Short press of Menu. It comes when the key is released or another key goes down. */
  | 'menu'
  /** Long Menu, after 500 ms: locks the keypad. */
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
   * Replaces the character typed last with one or more: multi-tap's next choice, or two spaces that become a full stop
   * and a space. The replaced character is one code point that the input method typed, and the cursor has not moved
   * since.
   */
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly repeated: boolean };
