import type { RunningHandset } from '../../../handset/running-handset.ts';
import { StoreUnavailable } from '../../../ports/store/store-unavailable.ts';
import { giveBackAtRest } from '../../../handset/upkeep/resting-memory.ts';
import type { OpenedHandsetStore } from '../../../store/handset/open-handset-store.ts';
import { createUi, type Ui } from '../../../ui/create-ui.ts';
import { addContacts } from '../add-contacts.ts';
import { buildHandset, type SystemParts } from '../build-handset.ts';
import type { HandsetConfig } from '../../config/handset-config.ts';
import type { Device } from '../devices/device.ts';
import { tellHealth } from '../tell-health.ts';
import { watchRevocations } from '../watch-revocations.ts';
import { writingKeys } from '../writing-keys.ts';
import { STOPPED, type Stage, type StageEnd } from './stage.ts';

export interface HandsetStageParts {
  readonly config: HandsetConfig;
  readonly system: SystemParts;
  /** Closed by this stage. */
  readonly store: OpenedHandsetStore;
  /** What was opened could not be read on. */
  readonly unreadable: (error: StoreUnavailable) => StageEnd;
}

/** The handset itself, until somebody wants the process to end. */
export function handsetStage(parts: HandsetStageParts): Stage {
  return {
    name: 'handset',
    run: async (device) => {
      const closing = new AsyncDisposableStack();
      try {
        start(parts, device, closing);
        await parts.system.stopAsked;
        return STOPPED;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        return parts.unreadable(error);
      } finally {
        await closing.disposeAsync();
      }
    },
  };
}

/**
 * What is opened first is closed last: no key reaches a screen that is gone, no screen a handset that stopped, no
 * handset a closed store.
 */
function start({ config, system, store }: HandsetStageParts, device: Device, closing: AsyncDisposableStack): void {
  const { log } = system;
  closing.defer(() => {
    store.close();
  });
  if (store.lostChanges !== null) log.error('store.lost-changes');
  addContacts(config.contacts, store.contacts, log);
  const watched = watchRevocations(config.server, system);
  closing.defer(() => {
    watched.stop();
  });
  const handset = buildHandset(config, { ...system, revocations: watched.revocations }, store, device);
  closing.defer(() => handset.stop());
  closing.defer(device.light.follow(handset.settings));
  const ui = openUi(config, system, handset, device);
  closing.defer(() => {
    ui.close();
  });
  closing.defer(giveBackAtRest({ ...system, light: device.light }));
  serveSimulator(device, handset, ui);
  closing.defer(
    device.keys.giveTo({
      key: (event) => {
        ui.handle(event);
      },
      stuckKeysChanged: (stuck) => {
        ui.stuckKeysChanged(stuck);
      },
    }),
  );
  handset.start();
  closing.defer(tellHealth(handset, system.updates));
}

function openUi(
  { board }: HandsetConfig,
  { clock, timeZones }: SystemParts,
  handset: RunningHandset,
  { lvgl, display, light }: Device,
): Ui {
  const { keyMap } = board.keypad;
  return createUi({
    lvgl,
    display,
    handset,
    clock,
    light,
    timeZones,
    board: { hasSoftKeys: keyMap.kind === '12-key', keysIn: (language) => writingKeys(keyMap, language) },
  });
}

/** Tells the simulator how the link stands, and answers it. */
function serveSimulator({ simulated }: Device, handset: RunningHandset, ui: Ui): void {
  if (simulated === null) return;
  let told = '';
  const tell = (): void => {
    const { kind } = handset.state().link;
    if (kind === told) return;
    told = kind;
    simulated.reportLink(kind);
  };
  handset.onEvent((event) => {
    if (event.kind === 'stateChanged') tell();
  });
  simulated.serve({
    screenText: () => ({ lines: ui.visibleText(), focused: ui.focusedItem(), field: ui.writing() }),
    // The order to stop is also how `stopAsked` learns of it.
    stop: () => undefined,
  });
  tell();
}
