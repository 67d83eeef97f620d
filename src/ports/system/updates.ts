import type { HandsetHealth, UpdateState } from '../../domain/update.ts';

/**
 * Whoever installs newer systems on this machine.
 *
 * - `state` MUST already be the new one when a listener is called, and a listener MUST NOT be called from `onChange`.
 * - What `tell` says holds until it says otherwise, or until `close`; nothing throws when nobody can hear it.
 */
export interface Updates {
  readonly state: UpdateState;
  /** Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void;
  /** How well the handset is. A system on trial stays only when all is well, and an update waits until it is quiet. */
  tell(health: Partial<HandsetHealth>): void;
  /** No listener is called after it, and the health counts as unknown. Idempotent. */
  close(): void;
}
