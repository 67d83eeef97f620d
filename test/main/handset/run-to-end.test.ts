import { describe, expect, it } from 'vitest';
import { EMPTY_CONFIRMED_AFTER_MS } from '../../../src/domain/power/battery.ts';
import { runToEnd } from '../../../src/main/handset/run-to-end.ts';
import { STOPPED, type Stage } from '../../../src/main/handset/stages/stage.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { BenchDevice } from './bench-device.ts';

function start() {
  const clock = new VirtualClock();
  const device = new BenchDevice(clock);
  const stop = Promise.withResolvers<null>();
  const log = (): void => undefined;
  const untilStopped = (stopAsked: Promise<null>): Stage => ({
    name: 'handset',
    run: async () => {
      await stopAsked;
      device.journal.push('stage ended');
      return STOPPED;
    },
  });
  const ended = runToEnd(untilStopped, device, { stopAsked: stop.promise, log: { info: log, warn: log, error: log } });
  return { clock, device, stop, ended };
}

describe('the end of a handset', () => {
  it('is one that switches the machine off when its battery is empty, with its stage and its device closed', async () => {
    const { clock, device, ended } = start();
    device.power.read({ percent: 1, isPlugged: false });
    await clock.run(EMPTY_CONFIRMED_AFTER_MS);
    expect(await ended).toEqual({ ok: true, value: 'power-off' });
    const closed = ['keypad closed', 'led closed', 'buzzer closed', 'screen closed'];
    expect(device.journal).toEqual(['stage ended', ...closed]);
  });

  it('leaves the machine on when somebody stopped the program', async () => {
    const { stop, ended } = start();
    stop.resolve(null);
    expect(await ended).toEqual({ ok: true, value: 'stopped' });
  });
});
