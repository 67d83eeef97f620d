import { beforeEach, describe, expect, it } from 'vitest';
import { failure, success, type Result } from '../../../../src/domain/result.ts';
import { openWhenThere } from '../../../../src/main/handset/devices/late-device.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import type { DeviceFault } from '../../../../src/ports/device/device-fault.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const fault = (code: DeviceFault['code']): DeviceFault => ({
  code,
  device: '/dev/keys',
  reason: null,
  present: null,
  cure: 'load its driver',
});

describe('a part without which the handset cannot be used', () => {
  let clock: VirtualClock;
  let logged: string[];
  let triedAtMs: number[];
  /** What the part answers at this time after the start. */
  let answer: (afterMs: number) => Result<string, DeviceFault>;
  let stop: PromiseWithResolvers<null>;
  let result: Result<string, DeviceFault> | null;
  beforeEach(() => {
    clock = new VirtualClock();
    logged = [];
    triedAtMs = [];
    stop = Promise.withResolvers<null>();
    result = null;
  });

  function begin(): void {
    const startMs = clock.monotonicMs();
    const open = (): Promise<Result<string, DeviceFault>> => {
      triedAtMs.push(clock.monotonicMs() - startMs);
      return Promise.resolve(answer(clock.monotonicMs() - startMs));
    };
    const log = new LineLog('test', (line) => logged.push(line));
    void openWhenThere('keypad', open, { clock, log, stopAsked: stop.promise }).then((opened) => {
      result = opened;
    });
  }

  it('is opened at once, and without a word, when it is there', async () => {
    answer = () => success('open');
    begin();
    await clock.run(0);
    expect(result).toEqual(success('open'));
    expect(logged).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each(['device-missing', 'device-gone'] as const)(
    'that comes late (%s) is tried each 250 ms and opened then; the log tells it once',
    async (code) => {
      answer = (afterMs) => (afterMs < 900 ? failure(fault(code)) : success('open'));
      begin();
      await clock.run(999);
      expect(result).toBe(null);
      await clock.run(1);
      expect(result).toEqual(success('open'));
      expect(triedAtMs).toEqual([0, 250, 500, 750, 1_000]);
      expect(logged).toHaveLength(1);
      expect(logged[0]).toContain('warn board.part-awaited seconds=10 fault="keypad: /dev/keys');
      expect(logged[0]).toContain('load its driver');
    },
  );

  it('that never comes is given up after 10 s, with its last fault', async () => {
    answer = (afterMs) => failure(fault(afterMs < 5_000 ? 'device-missing' : 'device-gone'));
    begin();
    await clock.run(9_999);
    expect(result).toBe(null);
    await clock.run(1);
    expect(result).toEqual(failure(fault('device-gone')));
    expect(logged).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each(['device-forbidden', 'device-busy', 'device-unfit', 'device-failed'] as const)(
    'that time does not heal (%s) is refused at once',
    async (code) => {
      answer = () => failure(fault(code));
      begin();
      await clock.run(0);
      expect(result).toEqual(failure(fault(code)));
      expect(logged).toEqual([]);
    },
  );

  it('is not waited for any more when the handset is asked to stop', async () => {
    answer = () => failure(fault('device-missing'));
    begin();
    await clock.run(1_100);
    stop.resolve(null);
    await clock.run(0);
    expect(result).toEqual(failure(fault('device-missing')));
    expect(clock.pendingTimers).toBe(0);
  });
});
