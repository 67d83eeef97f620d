/**
 * Whether the owner can see what the screen shows; it is told when the keypad locks, which makes the screen dark. Only
 * what was drawn on a lit screen counts as read.
 *
 * - `isLit` MUST already be the new value when a listener is called.
 * - A listener MUST be called once for each change, and never from inside `onChange`.
 */
export interface ScreenLight {
  readonly isLit: boolean;
  /** Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void;
  /** The keypad was locked or unlocked, and the screen was drawn so. */
  lockChanged(isLocked: boolean): void;
}
