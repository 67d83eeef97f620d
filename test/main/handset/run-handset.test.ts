import { describe, expect, it } from 'vitest';
import { rpiZero2W } from '../../../board/rpi-zero2w/board.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import type { Result } from '../../../src/domain/result.ts';
import { DEVICE_WAIT_SECONDS } from '../../../src/main/handset/devices/late-device.ts';
import { runHandset } from '../../../src/main/handset/run-handset.ts';
import { runUnprovisioned } from '../../../src/main/handset/run-unprovisioned.ts';
import type { SystemParts } from '../../../src/main/handset/build-handset.ts';
import type { HandsetEnd } from '../../../src/main/handset/run-to-end.ts';
import { systemTimeZones } from '../../support/time-zones.ts';
import { NO_SERVICE_MANAGER } from '../../support/no-service-manager.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { stageConfig } from './stages/stage-config.ts';
import { NO_UPDATES } from '../../../src/hardware/update/no-updates.ts';
import { MemoryWallTime } from '../../support/memory-wall-time.ts';

/** No machine has its keys and its screen. */
const board = {
  ...rpiZero2W,
  keypad: { ...rpiZero2W.keypad, source: { kind: 'input-device', deviceName: 'of nobody', keyCodes: ['KEY_A'] } },
  screen: { ...rpiZero2W.screen, driver: { kind: 'framebuffer', name: 'of nobody', rotation: 0 } },
} as const;

type Run = (system: SystemParts) => Promise<Result<HandsetEnd, string>>;

const RUNS: readonly (readonly [string, Run])[] = [
  ['a handset', (system) => runHandset({ ...stageConfig('never-opened', []), board }, system)],
  [
    'a handset without a configuration',
    (system) =>
      runUnprovisioned({ boardName: rpiZero2W.name, configFile: 'never-there.json', refusalFile: null }, system),
  ],
];

function start(run: Run) {
  const clock = new VirtualClock();
  const stop = Promise.withResolvers<null>();
  const log = (): void => undefined;
  const ended = run({
    clock,
    random: new NodeRandom(),
    timeZones: systemTimeZones,
    service: NO_SERVICE_MANAGER,
    wallTime: new MemoryWallTime(),
    memory: { trim: () => undefined },
    updates: NO_UPDATES,
    log: { info: log, warn: log, error: log },
    stopAsked: stop.promise,
  });
  return { clock, stop, ended };
}

describe.each(RUNS)('%s whose keys and screen are not there', (_, run) => {
  it('ends with one line for the technician after it has waited for them', async () => {
    const { clock, ended } = start(run);
    await clock.run(DEVICE_WAIT_SECONDS * 1_000);
    const end = await ended;
    expect(end.ok ? '' : end.error).toMatch(/^The handset could not start: board rpi-zero2w: keypad: .*; screen: /);
  });

  it('is stopped while it waits for them without a fault', async () => {
    const { clock, stop, ended } = start(run);
    await clock.run(1_000);
    stop.resolve(null);
    expect(await ended).toMatchObject({ ok: true });
  });
});
