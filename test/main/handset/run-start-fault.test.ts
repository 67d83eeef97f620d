import { Lvgl } from 'lvgl-bindings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { failure, success, type Result } from '../../../src/domain/result.ts';
import { NO_OPERATOR_SETTINGS, type OperatorSettings } from '../../../src/domain/settings/settings.ts';
import { NO_UPDATES } from '../../../src/hardware/update/no-updates.ts';
import { runStartFault, TRY_AGAIN_MS, type StartFaultParts } from '../../../src/main/handset/run-start-fault.ts';
import { NO_SERVICE_MANAGER } from '../../support/no-service-manager.ts';
import { systemTimeZones } from '../../support/time-zones.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { BenchDevice } from './bench-device.ts';
import { MemoryWallTime } from '../../support/memory-wall-time.ts';

let clock: VirtualClock;
let device: BenchDevice;
let told: string[];
beforeEach(() => {
  clock = new VirtualClock();
  device = new BenchDevice(clock);
  told = [];
});
afterEach(() => {
  if (device.lvgl instanceof Lvgl && !told.includes('closed')) device.close();
});

function run(
  last: StartFaultParts['last'],
  over: Partial<StartFaultParts> = {},
): Promise<Result<'tried-again', string>> {
  const log = (): void => undefined;
  return runStartFault({
    clock,
    random: new NodeRandom(),
    timeZones: systemTimeZones,
    wallTime: new MemoryWallTime(),
    service: { ...NO_SERVICE_MANAGER, ready: () => told.push('ready') },
    memory: { trim: () => undefined },
    updates: NO_UPDATES,
    log: { info: log, warn: log, error: log },
    stopAsked: new Promise(() => undefined),
    last,
    keyMap: simulator.keypad.keyMap,
    settings: { ...NO_OPERATOR_SETTINGS, defaults: { language: 'it' } },
    openScreen: (settings: OperatorSettings) => {
      told.push(`off after ${settings.defaults.screenOffSeconds}`);
      const { lvgl, display, light } = device;
      const close = (): void => {
        told.push('closed');
        device.close();
      };
      return Promise.resolve(success({ lvgl, display, light, close, panel: { isThere: true } }));
    },
    ...over,
  });
}

const shown = (): string => device.display.visibleText.map(({ text }) => text).join('\n');

describe('a handset that failed to start too often', () => {
  it.each([
    ['exit-code', '2', 'Si è arreso'],
    ['signal', 'SEGV', 'Un guasto'],
    ['core-dump', 'ABRT', 'Un guasto'],
    ['watchdog', 'ABRT', 'bloccato'],
    ['timeout', 'TERM', 'bloccato'],
    ['oom-kill', 'KILL', 'memoria'],
    ['something-new', '', 'Si è arreso'],
  ])('says in the language of its configuration how (%s), with the code', async (result, status, words) => {
    const ended = run({ result, status, words: null });
    await clock.run(0);
    expect(shown()).toContain(words);
    expect(shown()).toContain(`Per il tecnico: ${`${result} ${status}`.trim()}`);
    await clock.run(TRY_AGAIN_MS);
    expect(await ended).toEqual(success('tried-again'));
  });

  it('tells its last words, stays lit, and ends after five minutes to be tried again', async () => {
    const ended = run({ result: 'exit-code', status: '2', words: 'keypad: is missing' });
    await clock.run(TRY_AGAIN_MS - 1);
    expect(shown()).toContain('exit-code 2: keypad: is missing');
    expect(told).toEqual(['off after 0', 'ready']);
    await clock.run(1);
    expect(await ended).toEqual(success('tried-again'));
    expect(told.at(-1)).toBe('closed');
  });

  it('leaves lamp and buzzer as they are: they tell that it is dead', async () => {
    const ended = run({ result: 'exit-code', status: '2', words: null });
    await clock.run(1_000);
    expect(device.journal).toEqual([]);
    await clock.run(TRY_AGAIN_MS);
    await ended;
  });

  it('ends when it is asked to', async () => {
    expect(await run({ result: 'timeout', status: '', words: null }, { stopAsked: Promise.resolve(null) })).toEqual(
      success('tried-again'),
    );
  });

  it('whose screen cannot be opened comes back with that', async () => {
    const openScreen = (): Promise<Result<never, string>> => Promise.resolve(failure('board x: screen: is missing'));
    expect(await run({ result: 'timeout', status: '', words: null }, { openScreen })).toEqual(
      failure('board x: screen: is missing'),
    );
  });
});
