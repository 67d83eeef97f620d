/**
 * Whether the wall clock can be believed. A machine whose clock was not kept while it was off starts with the last time
 * that it knew, and the network tells the right one later.
 *
 * - `isSure` MUST already be the new one when a listener is called; it is called for each change, and never from inside
 *   `onChange`. From then on the wall clock MUST be right.
 */
export interface WallTime {
  readonly isSure: boolean;
  /** Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void;
  /** No call after it. Idempotent. */
  close(): void;
}
