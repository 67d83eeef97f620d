import { createInputMethod } from '../../../src/domain/input/create-input-method.ts';
import type { Command, InputEvent, InputMode } from '../../../src/domain/input/input-event.ts';
import type { KeyMap } from '../../../src/domain/keys/key-map.ts';
import { createPresenter } from '../../../src/ui/frame/present/present.ts';
import type { Overflow } from '../../../src/ui/behaviour/behaviour.ts';
import type { ScreenModel } from '../../../src/ui/frame/present/models.ts';
import type { ThreadModel } from '../../../src/ui/screens/thread/present.ts';
import { UiSession } from '../../../src/ui/session.ts';
import { english } from '../../../src/ui/languages/english.ts';
import { createStrings, type Language } from '../../../src/ui/languages/strings.ts';
import { createTimeWords } from '../../../src/ui/phrases/time-words.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { MeantInput } from './meant-input.ts';
import { rowsInSight } from './rows-in-sight.ts';
import { SwitchedLight } from './switched-light.ts';
import { MemoryHandset } from './memory-handset.ts';
import { UTC_RULES } from '../../../src/domain/time-zone/zone-rules.ts';

/** 23 November 2026, 14:32 in UTC. */
export const NOW_MS = Date.UTC(2026, 10, 23, 14, 32, 0);

export interface Desk {
  readonly clock: VirtualClock;
  readonly handset: MemoryHandset;
  readonly light: SwitchedLight;
  readonly session: UiSession;
  /** How many frames were drawn. */
  readonly frames: () => number;
  readonly model: () => ScreenModel;
  /** The thread on the screen; a failed test when there is none. */
  readonly thread: () => ThreadModel;
  readonly type: (text: string) => void;
  readonly press: (...commands: readonly Command[]) => void;
  readonly hold: (command: Command, times: number) => void;
  /** One key's meaning, whatever the key. */
  readonly handle: (input: InputEvent) => void;
  readonly modeIs: (mode: InputMode) => void;
  overflow: Overflow;
}

/** The screen without pixels: session, navigator and presenters over the handset's data. */
export function openDesk(
  options: {
    readonly hasSoftKeys?: boolean;
    readonly language?: Language;
    readonly lockAfterMs?: number;
    readonly handset?: MemoryHandset;
    /** For keys that are told to the session itself. */
    readonly keyMap?: KeyMap;
  } = {},
): Desk {
  const handset = options.handset ?? new MemoryHandset(new VirtualClock(NOW_MS));
  const { clock } = handset;
  const strings = createStrings(options.language ?? english);
  const times = createTimeWords(strings, UTC_RULES);
  const inputMethod = new MeantInput(options.keyMap === undefined ? null : createInputMethod(options.keyMap));
  const light = new SwitchedLight();
  let frames = 0;
  const desk = { overflow: { abovePx: 0, belowPx: 0 } };
  const session: UiSession = new UiSession({
    handset,
    clock,
    light,
    times,
    present: createPresenter({ handset, strings, times, hasSoftKeys: options.hasSoftKeys ?? false }),
    draw: () => {
      frames += 1;
    },
    overflow: () => desk.overflow,
    caretBeside: () => null,
    // Before the first frame there is no model.
    seen: () => (frames === 0 ? null : rowsInSight(session.model)),
    emoji: ['🙂', '☂', '❤'],
    symbols: ['@', '#', '€'],
    keyOf: (choice) => strings.text(`letter.${choice}`),
    lockAfterMs: options.lockAfterMs ?? null,
    inputMethod,
  });
  const modeIs = (mode: InputMode): void => {
    inputMethod.giveMode(session, mode);
  };
  const handle = (input: InputEvent): void => {
    inputMethod.give(session, input);
  };
  return Object.assign(desk, {
    clock,
    handset,
    light,
    session,
    handle,
    modeIs,
    frames: () => frames,
    model: () => session.model,
    thread: () => {
      const { view } = session.model;
      if (view.kind !== 'thread') throw new Error(`the screen shows ${view.kind}`);
      return view;
    },
    type: (text: string) => {
      for (const character of text) handle({ kind: 'text', text: character });
    },
    press: (...commands: readonly Command[]) => {
      for (const command of commands) handle({ kind: 'command', command, repeated: false });
    },
    hold: (command: Command, times: number) => {
      for (let count = 0; count < times; count += 1) handle({ kind: 'command', command, repeated: count > 0 });
    },
  });
}

/** From Home to the thread with Bruno, the only contact, by keys alone. */
export function openBruno(desk: Desk): void {
  desk.press('down', 'enter', 'enter', 'enter');
}
