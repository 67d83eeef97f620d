import type { StoreUnavailable } from '../../../ports/store/store-unavailable.ts';
import type { OpenedHandsetStore } from '../../../store/handset/open-handset-store.ts';
import type { SystemParts } from '../build-handset.ts';
import type { HandsetConfig } from '../../config/handset-config.ts';
import { openStorage, unreadableStorage, type StorageFailure } from '../open-storage.ts';
import { handsetStage } from './handset-stage.ts';
import { next, type Stage, type StageEnd } from './stage.ts';
import { storageFaultStage } from './storage-fault-stage.ts';
import { storageStage } from './storage-stage.ts';

/**
 * The stages in their order, and the only place that knows it:
 *
 *     (locked) → storage → (activation) → handset
 *                ↑     ↓                     │
 *              storage-fault ←───────────────┘ what was opened cannot be read on
 */
export function firstStage(config: HandsetConfig, system: SystemParts): Stage {
  const { clock, random, timeZones, log, stopAsked } = system;
  const screen = { keyMap: config.board.keypad.keyMap, settings: config.settings, timeZones };
  /** What was told last: a storage that stays as it is is one line in the log, not one every 10 s. */
  let told = '';

  const storage = (): Stage =>
    storageStage({ open: () => openStorage(config.dataFolder, random), opened: handset, failed: fault });

  const handset = (store: OpenedHandsetStore): Stage => handsetStage({ config, system, store, unreadable });

  const unreadable = (error: StoreUnavailable): StageEnd => fault(unreadableStorage(config.dataFolder, error));

  const fault = ({ fault: shown, code, path, cure }: StorageFailure): StageEnd => {
    if (shown === null) return { kind: 'failed', why: `The handset could not start: ${path}: ${code}: ${cure}` };
    if (told !== code) log.error('store.unusable', { code, path, cure });
    told = code;
    return next(storageFaultStage({ told: { fault: shown, code }, screen, clock, stopAsked, tryAgain: storage }));
  };

  return storage();
}
