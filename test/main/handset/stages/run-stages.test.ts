import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStages } from '../../../../src/main/handset/stages/run-stages.ts';
import { next, STOPPED, type Stage, type StageEnd } from '../../../../src/main/handset/stages/stage.ts';
import type { Log } from '../../../../src/ports/system/log.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { BenchDevice } from '../bench-device.ts';

describe('the stages', () => {
  let device: BenchDevice;
  let ran: string[];
  let logged: string[];
  let log: Log;
  beforeEach(() => {
    device = new BenchDevice(new VirtualClock());
    ran = [];
    logged = [];
    log = {
      info: () => undefined,
      warn: () => undefined,
      error: (code, facts, cause) => logged.push(`${code} ${JSON.stringify(facts)} ${String(cause)}`),
    };
  });
  afterEach(() => {
    expect(device.journal.at(-1)).toBe('screen closed');
  });

  const stage = (name: Stage['name'], end: () => StageEnd): Stage => ({
    name,
    run: (given) => {
      expect(given).toBe(device);
      ran.push(name);
      return Promise.resolve(end());
    },
  });

  it('run one after the other on one device, which is closed when the last one ends', async () => {
    const last = stage('handset', () => STOPPED);
    const first = stage('storage', () => next(stage('storage-fault', () => next(last))));
    expect(await runStages(first, device, log)).toEqual({ ok: true, value: undefined });
    expect(ran).toEqual(['storage', 'storage-fault', 'handset']);
    expect(device.journal).toEqual(['keypad closed', 'led closed', 'buzzer closed', 'screen closed']);
  });

  it('end with one line for the technician where one cannot go on', async () => {
    const first = stage('storage', () => ({ kind: 'failed', why: 'in use' }));
    expect(await runStages(first, device, log)).toEqual({ ok: false, error: 'in use' });
    expect(logged).toEqual([]);
  });

  it.each([
    [
      'throws',
      () =>
        Promise.resolve().then((): StageEnd => {
          throw new Error('a bug');
        }),
    ],
    [
      'throws before it waits for anything',
      (): Promise<StageEnd> => {
        throw new Error('a bug');
      },
    ],
  ])('end in good order when one %s: it is told in the log', async (_how, run) => {
    const ended = await runStages({ name: 'handset', run }, device, log);
    expect(ended).toEqual({ ok: false, error: 'The handset stopped in its stage "handset"; the log says why' });
    expect(logged).toEqual(['stage.threw {"stage":"handset"} Error: a bug']);
  });
});
