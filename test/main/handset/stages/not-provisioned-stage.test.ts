import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOOK_AGAIN_MS, notProvisionedStage } from '../../../../src/main/handset/stages/not-provisioned-stage.ts';
import type { StageEnd } from '../../../../src/main/handset/stages/stage.ts';
import { NO_OPERATOR_SETTINGS } from '../../../../src/domain/settings/settings.ts';
import { systemTimeZones } from '../../../support/time-zones.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { BenchDevice } from '../bench-device.ts';
import { stageConfig } from './stage-config.ts';

const { keyMap } = stageConfig('/nowhere', []).board.keypad;

describe('a handset without a configuration', () => {
  let clock: VirtualClock;
  let device: BenchDevice;
  let isProvisioned: boolean;
  let stop: () => void;
  beforeEach(() => {
    clock = new VirtualClock();
    device = new BenchDevice(clock);
    isProvisioned = false;
  });
  afterEach(() => {
    device.close();
  });

  function run(refusal: string | null): Promise<StageEnd> {
    const stopped = Promise.withResolvers<null>();
    stop = () => {
      stopped.resolve(null);
    };
    const screen = { keyMap, settings: NO_OPERATOR_SETTINGS, timeZones: systemTimeZones };
    const parts = { told: { refusal }, screen, clock, stopAsked: stopped.promise, isProvisioned: () => isProvisioned };
    return notProvisionedStage(parts).run(device);
  }

  const shown = (): string => device.display.visibleText.map(({ text }) => text).join('\n');

  it('says so on its screen, and what is to be done', async () => {
    const ended = run(null);
    await clock.run(0);
    expect(shown()).toContain('Not set up yet');
    expect(shown()).toContain('make provision');
    expect(shown()).not.toContain('For the technician');
    stop();
    expect(await ended).toEqual({ kind: 'stopped' });
    expect(device.drawn).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('says why what was on its card was refused', async () => {
    const ended = run('server.ca: is missing');
    await clock.run(0);
    expect(shown()).toContain('For the technician: server.ca: is missing');
    stop();
    await ended;
  });

  it('ends as soon as it has one, to be started with it', async () => {
    let end: StageEnd | null = null;
    void run(null).then((ended) => (end = ended));
    await clock.run(10 * LOOK_AGAIN_MS);
    expect(end).toBeNull();
    isProvisioned = true;
    await clock.run(LOOK_AGAIN_MS);
    expect(end).toEqual({ kind: 'stopped' });
  });
});
