import type { KeyMap } from '../../domain/keys/key-map.ts';
import { success, type Result } from '../../domain/result.ts';
import type { OperatorSettings } from '../../domain/settings/settings.ts';
import { giveSignsOfLife } from '../../handset/upkeep/sign-of-life.ts';
import type { StartFault } from '../../ui/screens/start-fault/state.ts';
import { startFaultView } from '../../ui/screens/start-fault/view.ts';
import { showStageView } from '../../ui/stage/show-stage-view.ts';
import type { FailedStart } from '../machine/failed-starts.ts';
import type { SystemParts } from './build-handset.ts';
import type { DeviceScreen } from './devices/device-screen.ts';
import { LivingScreen } from './devices/living-screen.ts';
import { stageViewParts } from './stage-view-parts.ts';

/** So many starts that fail one soon after the other are told on the screen, before it is tried again. */
export const FAILED_STARTS_TOLD = 3;
/** A start after which the process lives for so long has not failed. */
export const STARTED_AFTER_MS = 120_000;
/** For how long the screen tells it. */
export const TRY_AGAIN_MS = 300_000;

export interface StartFaultParts extends SystemParts {
  readonly last: FailedStart;
  readonly keyMap: KeyMap;
  readonly settings: OperatorSettings;
  /** Opens the screen and nothing else: any other part may be what fails. */
  readonly openScreen: (settings: OperatorSettings) => Promise<Result<DeviceScreen & LivingPanel, string>>;
}

interface LivingPanel {
  readonly panel: { readonly isThere: boolean };
}

const FAULTS: Readonly<Record<string, StartFault>> = {
  signal: 'crashed',
  'core-dump': 'crashed',
  watchdog: 'stood-still',
  timeout: 'stood-still',
  'oom-kill': 'no-memory',
};

/**
 * A handset that cannot start says so, in what way and to whom to turn, until it is time to try again. The lamp goes on
 * telling that the handset is dead: it is not touched. A screen that cannot be opened comes back as one line.
 */
export async function runStartFault(parts: StartFaultParts): Promise<Result<'tried-again', string>> {
  const { last, clock, stopAsked } = parts;
  // Without keys nobody could light it again.
  const settings = { ...parts.settings, defaults: { ...parts.settings.defaults, screenOffSeconds: 0 } };
  const screen = await parts.openScreen(settings);
  if (!screen.ok) return screen;
  const { display, light, panel } = screen.value;
  const told = { fault: FAULTS[last.result] ?? 'ended', code: codeOf(last) } as const;
  const picture = showStageView(stageViewParts({ ...parts, settings }, screen.value), startFaultView, told, null);
  const living = [new LivingScreen(display, panel, light)];
  const endSigns = giveSignsOfLife({ ...parts, hasShown: () => display.flushCount > 0, parts: living });
  const { promise: due, resolve } = Promise.withResolvers<null>();
  const timer = clock.startTimer(TRY_AGAIN_MS, () => {
    resolve(null);
  });
  await Promise.race([due, stopAsked]);
  timer.cancel();
  endSigns();
  picture.close();
  screen.value.close();
  return success('tried-again');
}

function codeOf({ result, status, words }: FailedStart): string {
  return [`${result} ${status}`.trim(), words].filter((part) => part !== null && part !== '').join(': ');
}
