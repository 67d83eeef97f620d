import { failure, type Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts';

/**
 * The port throws when a read cannot be answered. Here that becomes a `Result` like any other outcome. Every other
 * exception is a bug and is thrown on.
 */
export function orStoreFailure<Value, Failure>(
  work: () => Result<Value, Failure>,
): Result<Value, Failure | StoreFailure> {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreUnavailable) return failure(error.failure);
    throw error;
  }
}
