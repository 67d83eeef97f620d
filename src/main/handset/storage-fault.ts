import { Lvgl } from 'lvgl-bindings';
import { ledPattern } from '../../domain/alert/alert.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { showStorageFault, type StorageFault } from '../../ui/storage-fault-screen.ts';
import { createStrings } from '../../ui/languages/strings.ts';
import { ownTheme } from '../../ui/theme.ts';
import type { BoardDevices } from './board-devices.ts';
import type { HandsetConfig } from '../config/handset-config.ts';
import { LANGUAGES } from '../config/languages.ts';

/** A full or loose card is put right by hand, a busy one by itself. */
const TRY_AGAIN_MS = 10_000;

const STORE_FAILING = { unread: 0, missedCalls: 0, lastFate: null, unreachable: false, storeFailing: true } as const;

/** LED and screen tell that the storage cannot be used, until it is time to try again or to stop. */
export async function tellStorageFault(
  { language, theme, textSize }: HandsetConfig,
  { clock, log, stopAsked }: { readonly clock: Clock; readonly log: Log; readonly stopAsked: Promise<null> },
  devices: BoardDevices,
  { fault, code }: { readonly fault: StorageFault; readonly code: string },
): Promise<'try again' | 'stop'> {
  devices.led.show(ledPattern(STORE_FAILING));
  const lvgl = Lvgl.open();
  const display = devices.openDisplay(lvgl);
  const strings = createStrings(LANGUAGES[language]);
  // Without a screen the LED tells it alone.
  if (!display.ok) log.error('board.part-unusable', { fault: display.error });
  const screen = display.ok
    ? showStorageFault({ lvgl, display: display.value, strings, theme: ownTheme(theme), textSize }, fault, code)
    : null;
  devices.simulated?.serve({
    screenText: () => ({ lines: screen?.visibleText() ?? [], focused: '' }),
    // The order to stop is also how `stopAsked` learns of it.
    stop: () => undefined,
  });
  const { promise: due, resolve } = Promise.withResolvers<'try again'>();
  const timer = clock.startTimer(TRY_AGAIN_MS, () => {
    resolve('try again');
  });
  const wanted = await Promise.race([due, stopAsked.then(() => 'stop' as const)]);
  timer.cancel();
  screen?.close();
  lvgl.close();
  return wanted;
}
