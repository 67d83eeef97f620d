import { describe, expect, it } from 'vitest';
import { SILENT_BUZZER, sound } from '../../../../src/domain/alert/alert.ts';
import { monotonicMs } from '../../../../src/domain/time.ts';
import { pwm } from '../../../../src/hardware/drivers/buzzer/pwm.ts';
import type { DeviceFiles } from '../../../../src/hardware/kernel/device-files.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import type { Buzzer } from '../../../../src/ports/device/buzzer.ts';
import { describeBuzzer } from '../../../contract/buzzer.contract.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { PWM_CHIP, PWM_DEVICE, PwmKernel } from '../../kernel/pwm-kernel.ts';
import { TemporaryFiles } from '../../kernel/temporary-files.ts';
import { openedParts } from '../opened-parts.ts';
import { PwmTone } from '../../../../src/hardware/drivers/buzzer/pwm-tone.ts';
import { RhythmBuzzer } from '../../../../src/hardware/drivers/buzzer/rhythm-buzzer.ts';

const PLACE = { chipPath: PWM_CHIP, channel: 0 };
const DATA = { device: PWM_DEVICE, channel: 0 };
const NANOSECONDS_PER_SECOND = 1_000_000_000;

async function open(files: DeviceFiles, clock = new VirtualClock()) {
  const lines: string[] = [];
  const log = new LineLog('test', (line) => lines.push(line));
  const opening = pwm.open(DATA, openedParts({ files, clock, log }));
  await clock.run(1_000);
  const opened = await opening;
  if (!opened.ok) throw new Error(opened.error.code);
  return { buzzer: opened.value, clock, lines };
}

describeBuzzer('a buzzer on PWM', () => {
  const files = new TemporaryFiles({
    [`${PWM_CHIP}/export`]: '',
    [`${PWM_CHIP}/unexport`]: '',
    [`${PWM_CHIP}/pwm0/enable`]: '0\n',
    [`${PWM_CHIP}/pwm0/period`]: '0\n',
    [`${PWM_CHIP}/pwm0/duty_cycle`]: '0\n',
  });
  const clock = new VirtualClock();
  const { log } = openedParts();
  const number = (file: string) => Number(files.content(`${PWM_CHIP}/pwm0/${file}`));
  return {
    buzzer: new RhythmBuzzer({ tone: new PwmTone({ ...PLACE, files }), clock, log }),
    heardHz: () =>
      number('enable') === 1 && number('duty_cycle') > 0 ? Math.round(NANOSECONDS_PER_SECOND / number('period')) : 0,
    wait: (durationMs) => {
      clock.advance(durationMs);
    },
    dispose: () => {
      files.remove();
    },
  };
});

describe.each([true, false])('a buzzer on a PWM channel (a kernel that refuses without period: %s)', (older) => {
  const kernel = () => new PwmKernel({ refusesWithoutPeriod: older });

  it('warns of a refused key by these bytes: 400 Hz for 40 ms', async () => {
    const files = kernel();
    const { buzzer, clock } = await open(files);
    buzzer.play(sound(SILENT_BUZZER, 'refused-key', monotonicMs(0)).pattern!);
    expect(files.writes).toEqual([
      'pwmchip0/export = 0',
      'pwm0/period = 2500000',
      'pwm0/duty_cycle = 1250000',
      'pwm0/enable = 1',
    ]);
    clock.advance(39);
    expect(files.heardHz(0)).toBe(400);
    clock.advance(1);
    expect(files.writes.slice(4)).toEqual(['pwm0/enable = 0']);
  });

  it('tells a message by two tones and the silence between, from low to high', async () => {
    const files = kernel();
    const { buzzer, clock } = await open(files);
    buzzer.play(sound(SILENT_BUZZER, 'message', monotonicMs(0)).pattern!);
    clock.advance(1_000);
    expect(files.writes.slice(1)).toEqual([
      'pwm0/period = 500000',
      'pwm0/duty_cycle = 250000',
      'pwm0/enable = 1',
      'pwm0/enable = 0',
      'pwm0/period = 384615',
      'pwm0/duty_cycle = 192308',
      'pwm0/enable = 1',
      'pwm0/enable = 0',
    ]);
  });

  it('goes from a low tone to one of less than half its period', async () => {
    const files = kernel();
    const { buzzer } = await open(files);
    buzzer.play({ name: 'low', steps: [{ frequencyHz: 400, durationMs: 100 }] });
    buzzer.play({ name: 'high', steps: [{ frequencyHz: 4_000, durationMs: 100 }] });
    expect(files.heardHz(0)).toBe(4_000);
  });

  it('ends within 3 s, whatever the pattern asks for', async () => {
    const files = kernel();
    const { buzzer, clock } = await open(files);
    const step = { frequencyHz: 1_000, durationMs: 2_000 };
    buzzer.play({ name: 'long', steps: [step, step, step] });
    clock.advance(2_999);
    expect(files.heardHz(0)).toBe(1_000);
    clock.advance(1);
    expect(files.heardHz(0)).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('silences at its opening what a killed process left sounding', async () => {
    const files = kernel();
    const killed: Buzzer = (await open(files)).buzzer;
    killed.play({ name: 'left', steps: [{ frequencyHz: 1_000, durationMs: 1_000 }] });
    await open(files);
    expect(files.heardHz(0)).toBe(0);
  });

  it('is given back once closed', async () => {
    const files = kernel();
    const { buzzer } = await open(files);
    buzzer.close();
    buzzer.close();
    expect(files.writes).toEqual(['pwmchip0/export = 0', 'pwmchip0/unexport = 0']);
  });
});

describe('a PWM channel that goes away', () => {
  it('is told once, and sounds again when it is back', async () => {
    const files = new PwmKernel();
    const { buzzer, clock, lines } = await open(files);
    const tone = { name: 'tone', steps: [{ frequencyHz: 1_000, durationMs: 100 }] };
    files.refusals.set(`${PWM_CHIP}/pwm0/period`, 'ENODEV');
    for (let count = 0; count < 3; count += 1) {
      buzzer.play(tone);
      clock.advance(200);
    }
    expect(lines).toEqual([`test: error board.part-failed part=buzzer errno=ENODEV path=${PWM_CHIP}/pwm0/period`]);
    files.refusals.clear();
    buzzer.play(tone);
    expect(files.heardHz(0)).toBe(1_000);
    expect(lines.slice(1)).toEqual(['test: info board.part-works-again part=buzzer']);
  });
});

describe('opening a PWM channel', () => {
  it('waits until udev has handed over its files, so that the first message is heard', async () => {
    const clock = new VirtualClock();
    const files = new PwmKernel({ udev: { clock, delayMs: 300 } });
    let openedAtMs = 0;
    const startMs = clock.monotonicMs();
    const opening = pwm.open(DATA, openedParts({ files, clock })).then((opened) => {
      openedAtMs = clock.monotonicMs();
      return opened;
    });
    await clock.run(1_000);
    expect(openedAtMs - startMs).toBe(300);
    const opened = await opening;
    if (!opened.ok) throw new Error(opened.error.code);
    opened.value.play({ name: 'tone', steps: [{ frequencyHz: 1_000, durationMs: 100 }] });
    expect(files.heardHz(0)).toBe(1_000);
  });

  const refused = async (files: FakeKernel, channel = 0) => {
    const clock = new VirtualClock();
    const opening = pwm.open({ ...DATA, channel }, openedParts({ files, clock }));
    await clock.run(2_000);
    const opened = await opening;
    return opened.ok ? null : opened.error;
  };

  it('of a chip that is missing names the chips that there are', async () => {
    const files = new FakeKernel({
      '/sys/class/pwm/pwmchip4/device': '../../../fe20c000.pwm',
      '/sys/class/pwm/pwmchip5/npwm': '1',
    });
    expect(await refused(files)).toMatchObject({
      code: 'device-missing',
      device: expect.stringContaining(PWM_DEVICE) as string,
      present: ['fe20c000.pwm', '/sys/class/pwm/pwmchip5 without a device'],
    });
  });

  it('finds its chip by its device, whatever its number', async () => {
    const files = new PwmKernel();
    files.files.set('/sys/class/pwm/pwmchip1/device', '../../../1000.pwm');
    const opening = pwm.open({ device: '1000.pwm', channel: 0 }, openedParts({ files }));
    await expect(opening).resolves.toMatchObject({ error: { device: expect.stringContaining('pwmchip1') as string } });
  });

  it('beyond the last names the channels', async () => {
    expect(await refused(new PwmKernel(), 2)).toMatchObject({ code: 'device-missing', present: ['channels 0 to 1'] });
  });

  it.each([
    ['EACCES', 'device-forbidden'],
    ['EROFS', 'device-forbidden'],
    ['EBUSY', 'device-busy'],
    ['ENODEV', 'device-gone'],
    ['EIO', 'device-failed'],
  ])('refused with %s is %s, with its path', async (errno, code) => {
    const files = new PwmKernel();
    files.refusals.set(`${PWM_CHIP}/export`, errno);
    expect(await refused(files)).toMatchObject({
      code,
      reason: errno,
      device: `channel 0 of PWM chip ${PWM_CHIP} of ${PWM_DEVICE} (${PWM_CHIP}/export)`,
    });
  });
});
