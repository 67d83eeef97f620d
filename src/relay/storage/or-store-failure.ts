import { failure, type Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/message-store.ts';
import { StoreUnavailable } from '../../ports/store-unavailable.ts';

/** A read that cannot be answered is thrown by the port; here it becomes an outcome like any other. All else is a bug and stays one. */
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
