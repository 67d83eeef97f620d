import { ledPattern } from '../../../domain/alert/alert.ts';
import { valueInForce, type OperatorSettings } from '../../../domain/settings/settings.ts';
import type { Clock } from '../../../ports/system/clock.ts';
import { LANGUAGES } from '../../../ui/languages/languages.ts';
import { createStrings } from '../../../ui/languages/strings.ts';
import { showStorageFault, type StorageFault, type StorageFaultScreen } from '../../../ui/storage-fault-screen.ts';
import { ownTheme } from '../../../ui/style/theme.ts';
import type { Device } from '../device.ts';
import { next, STOPPED, type Stage } from './stage.ts';

/** A full or loose card is put right by hand, a busy one by itself. */
export const TRY_AGAIN_MS = 10_000;

const STORE_FAILING = { unread: 0, missedCalls: 0, lastFate: null, unreachable: false, storeFailing: true } as const;

export interface StorageFaultStageParts {
  readonly fault: StorageFault;
  /** For the technician. */
  readonly code: string;
  /** The owner's own settings are in the storage that cannot be read. */
  readonly settings: OperatorSettings;
  readonly clock: Clock;
  readonly stopAsked: Promise<null>;
  readonly tryAgain: () => Stage;
}

/** LED and screen tell that the storage cannot be used, until it is time to try again. */
export function storageFaultStage(parts: StorageFaultStageParts): Stage {
  return {
    name: 'storage-fault',
    run: async (device) => {
      device.led.show(ledPattern(STORE_FAILING));
      const screen = show(parts, device);
      device.simulated?.serve({
        screenText: () => ({ lines: screen.visibleText(), focused: '' }),
        // The order to stop is also how `stopAsked` learns of it.
        stop: () => undefined,
      });
      try {
        return (await isTimeOrStop(parts)) === 'time' ? next(parts.tryAgain()) : STOPPED;
      } finally {
        screen.close();
      }
    },
  };
}

function show({ fault, code, settings }: StorageFaultStageParts, { lvgl, display }: Device): StorageFaultScreen {
  const strings = createStrings(LANGUAGES[valueInForce('language', settings)]);
  const theme = ownTheme(valueInForce('theme', settings));
  return showStorageFault({ lvgl, display, strings, theme, textSize: valueInForce('textSize', settings) }, fault, code);
}

async function isTimeOrStop({ clock, stopAsked }: StorageFaultStageParts): Promise<'time' | 'stop'> {
  const { promise: due, resolve } = Promise.withResolvers<'time'>();
  const timer = clock.startTimer(TRY_AGAIN_MS, () => {
    resolve('time');
  });
  const first = await Promise.race([due, stopAsked.then(() => 'stop' as const)]);
  timer.cancel();
  return first;
}
