import { success, type Result } from '../../src/domain/result.ts';
import type { StoreFailure } from '../../src/ports/store/message-store.ts';
import type { RelayQueue, StoredRequest } from '../../src/ports/store/relay-queue.ts';

/** Puts one request into the queue, in a write of its own. */
export function addOne(
  queue: RelayQueue,
  request: Omit<StoredRequest, 'position'>,
): Result<StoredRequest, StoreFailure> {
  const added = queue.change({ add: [request], remove: [] });
  if (!added.ok) return added;
  const [stored] = added.value;
  if (stored === undefined) throw new Error('the queue gave back nothing');
  return success(stored);
}
