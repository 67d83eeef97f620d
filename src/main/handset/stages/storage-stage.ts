import type { Result } from '../../../domain/result.ts';
import type { OpenedHandsetStore } from '../../../store/handset/open-handset-store.ts';
import type { StorageFailure } from '../open-storage.ts';
import type { Stage, StageEnd } from './stage.ts';

export interface StorageStageParts {
  readonly open: () => Result<OpenedHandsetStore, StorageFailure>;
  /** What comes when it is open; whoever that is closes it. */
  readonly opened: (store: OpenedHandsetStore) => Stage;
  readonly failed: (failure: StorageFailure) => StageEnd;
}

/** Opens the storage. Nothing before it reads the store, and nothing after it runs without. */
export function storageStage({ open, opened, failed }: StorageStageParts): Stage {
  return {
    name: 'storage',
    run: () => {
      const store = open();
      return Promise.resolve(store.ok ? { kind: 'next', stage: opened(store.value) } : failed(store.error));
    },
  };
}
