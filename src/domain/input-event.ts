/** What a key press means after debounce and input method; the screen knows no keys, only these. */
export type Command =
  | 'enter'
  /** Long Enter: new line in a text. */
  | 'enter-long'
  | 'backspace'
  /** Held Backspace: the word, then the text. */
  | 'backspace-long'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'back'
  | 'menu'
  | 'soft-left'
  | 'soft-right'
  | 'emoji'
  | 'symbols';

/** The input method's mode, shown beside the counter. */
export type InputMode = 'abc' | 'Abc' | 'ABC' | '123' | 'alt';

export type InputEvent =
  | { readonly kind: 'text'; readonly text: string }
  /** Multi-tap: replaces the character typed last, while it is still being chosen. */
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly repeated: boolean }
  | { readonly kind: 'mode'; readonly mode: InputMode };
