import { Lvgl, type Display } from '../../../native/src/index.ts';
import type { Command, InputEvent, InputMode } from '../../../src/domain/input/input-event.ts';
import { SETTINGS, type SettingValues } from '../../../src/domain/settings/settings.ts';
import { createUi, type Ui } from '../../../src/ui/create-ui.ts';
import type { TextSize } from '../../../src/ui/style/metrics.ts';
import { english } from '../../../src/ui/languages/english.ts';
import { LANGUAGES } from '../../../src/ui/languages/languages.ts';
import type { Language } from '../../../src/ui/languages/strings.ts';
import type { ThemeMode } from '../../../src/ui/style/theme.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { NOW_MS } from './desk.ts';
import { MeantInput } from './meant-input.ts';
import { SwitchedLight } from './switched-light.ts';
import { MemoryHandset } from './memory-handset.ts';
import { systemTimeZones } from '../../support/time-zones.ts';

export type Shape = 'landscape' | 'portrait';

export interface BenchOptions {
  readonly shape?: Shape;
  readonly mode?: ThemeMode;
  readonly textSize?: TextSize;
  readonly language?: Language;
  /** Hears in which languages the keys were asked for. */
  readonly keysAskedIn?: (language: SettingValues['language']) => void;
}

/** A real screen in memory, over the handset's data. */
export interface UiBench {
  readonly lvgl: Lvgl;
  readonly display: Display;
  readonly handset: MemoryHandset;
  readonly clock: VirtualClock;
  readonly light: SwitchedLight;
  readonly ui: Ui;
  /** Warnings and errors of LVGL itself. */
  readonly warnings: readonly string[];
  /** One key's meaning, whatever the key. */
  readonly handle: (input: InputEvent) => void;
  readonly modeIs: (mode: InputMode) => void;
  readonly press: (...commands: readonly Command[]) => void;
  readonly type: (text: string) => void;
  readonly close: () => void;
}

const SIZES = { landscape: { width: 320, height: 240 }, portrait: { width: 240, height: 320 } } as const;
const SYMBOLS = Array.from('@#€£$%&*()-+=/\\|<>[]{}~^_"\'!?;:');

/** `arrange` fills the handset before the screen is made, as after a start. */
export function openBench(
  options: BenchOptions = {},
  arrange: (handset: MemoryHandset) => void = () => undefined,
): UiBench {
  const { shape = 'landscape', mode = 'dark', textSize = 'normal', language = english } = options;
  const warnings: string[] = [];
  const lvgl = Lvgl.open({ virtualClock: true, onLog: (level, text) => warnings.push(`${level}: ${text}`) });
  const display = lvgl.createDisplay({ ...SIZES[shape], theme: 'none' });
  const clock = new VirtualClock(NOW_MS);
  const handset = new MemoryHandset(clock, { language: nameOf(language), theme: mode, textSize });
  arrange(handset);
  const light = new SwitchedLight();
  const inputMethod = new MeantInput();
  const ui = createUi({
    lvgl,
    display,
    handset,
    clock,
    light,
    timeZones: systemTimeZones,
    board: {
      hasSoftKeys: shape === 'portrait',
      keysIn: (of) => {
        options.keysAskedIn?.(of);
        return { inputMethod, symbols: SYMBOLS };
      },
    },
  });
  const modeIs = (mode: InputMode): void => {
    inputMethod.giveMode(ui, mode);
  };
  const handle = (input: InputEvent): void => {
    inputMethod.give(ui, input);
  };
  return {
    lvgl,
    display,
    handset,
    clock,
    light,
    ui,
    warnings,
    handle,
    modeIs,
    press: (...commands) => {
      for (const command of commands) handle({ kind: 'command', command, repeated: false });
    },
    type: (text) => {
      for (const character of text) handle({ kind: 'text', text: character });
    },
    close: () => {
      ui.close();
      lvgl.close();
    },
  };
}

/** As the setting names it. */
export function nameOf(language: Language): SettingValues['language'] {
  const name = Object.entries(LANGUAGES).find(([, each]) => each === language)?.[0];
  if (!SETTINGS.language.accepts(name)) throw new Error(`no setting names the language ${language.locale}`);
  return name;
}
