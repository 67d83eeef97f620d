import { failure, type Result } from '../../domain/result.ts';
import { STORE_FAILURES, type StoreFailure } from '../../ports/store/message-store.ts';
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

/** Whether the store itself is broken, and not merely a share of it used up. */
export function isStoreFailure(reason: unknown): reason is StoreFailure {
  return STORE_FAILURES.some((failureReason) => failureReason === reason);
}
