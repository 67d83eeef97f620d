import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { success, type Result } from '../../../src/domain/result.ts';
import type { InstanceBook, SeenInstance } from '../../../src/ports/store/instance-book.ts';
import type { StoreFailure } from '../../../src/ports/store/message-store.ts';

/** `InstanceBook` without a disk, for tests. */
export class MemoryInstanceBook implements InstanceBook {
  readonly #of = new Map<PeerAddress, readonly SeenInstance[]>();
  saves = 0;

  all(): readonly SeenInstance[] {
    return [...this.#of.values()].flat();
  }

  saveAllOf(user: PeerAddress, instances: readonly SeenInstance[]): Result<void, StoreFailure> {
    this.saves += 1;
    this.#of.set(user, instances);
    return success(undefined);
  }
}
