import { ledPattern } from '../../../domain/alert/alert.ts';
import type { Clock } from '../../../ports/system/clock.ts';
import type { StorageFaultState } from '../../../ui/screens/storage-fault/state.ts';
import { storageFaultView } from '../../../ui/screens/storage-fault/view.ts';
import { next, STOPPED, type Stage } from './stage.ts';
import { openStageScreen } from './stage-screen.ts';
import type { StageViewConfig } from '../stage-view-parts.ts';

/** A full or loose card is put right by hand, a busy one by itself. */
export const TRY_AGAIN_MS = 10_000;

const STORE_FAILING = {
  unread: 0,
  missedCalls: 0,
  requests: 0,
  lastFate: null,
  otherDevice: false,
  unreachable: false,
  storeFailing: true,
} as const;

export interface StorageFaultStageParts {
  readonly told: StorageFaultState;
  readonly screen: StageViewConfig;
  readonly clock: Clock;
  readonly stopAsked: Promise<null>;
  readonly tryAgain: () => Stage;
}

/** LED and screen tell that the storage cannot be used, until it is time to try again or the owner presses Enter. */
export function storageFaultStage({ told, screen, clock, stopAsked, tryAgain }: StorageFaultStageParts): Stage {
  return {
    name: 'storage-fault',
    run: async (device) => {
      device.led.show(ledPattern(STORE_FAILING));
      const { promise: due, resolve } = Promise.withResolvers<'again'>();
      const tryNow = (): void => {
        resolve('again');
      };
      const close = openStageScreen(screen, device, storageFaultView, told, { tryNow });
      const timer = clock.startTimer(TRY_AGAIN_MS, tryNow);
      const first = await Promise.race([due, stopAsked]);
      timer.cancel();
      close();
      return first === 'again' ? next(tryAgain()) : STOPPED;
    },
  };
}
