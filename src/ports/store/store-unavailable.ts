import type { StoreFailure } from './message-store.ts';

/**
 * Thrown by a read of any store that cannot be answered: the store was closed before (a bug of the caller), or the
 * medium returns damaged bytes. An empty answer would tell the owner that there is no message, which would be untrue.
 */
export class StoreUnavailable extends Error {
  readonly failure: StoreFailure;

  constructor(failure: StoreFailure, cause?: unknown) {
    super(`the store cannot be read: ${failure}`, { cause });
    this.name = 'StoreUnavailable';
    this.failure = failure;
  }
}
