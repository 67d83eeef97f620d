import { describe, expect, it } from 'vitest';
import { LedClassLed } from '../../../../src/hardware/drivers/led/led-class-led.ts';
import { ledClass } from '../../../../src/hardware/drivers/led/led-class.ts';
import type { DeviceFiles } from '../../../../src/hardware/kernel/device-files.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import { describeLed } from '../../../contract/led.contract.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { LampKernel } from '../../kernel/lamp-kernel.ts';
import { TemporaryFiles } from '../../kernel/temporary-files.ts';
import { openedParts } from '../opened-parts.ts';

const LAMP = '/sys/class/leds/status:green';
const BLINK = {
  name: 'unread',
  steps: [
    { colour: 'green', durationMs: 200 },
    { colour: 'off', durationMs: 1_800 },
  ],
} as const;
const LIT = { name: 'lit', steps: [{ colour: 'green', durationMs: 1 }] } as const;
const DARK = { name: 'dark', steps: [] };
const BLINKING = [
  { level: 255, durationMs: 200 },
  { level: 0, durationMs: 1_800 },
];

function led(files: DeviceFiles, clock = new VirtualClock(), names: Record<string, string> = { green: 'g' }) {
  const lines: string[] = [];
  const log = new LineLog('test', (line) => lines.push(line));
  return { led: new LedClassLed({ names, files, clock, log }), lines };
}

describeLed('LedClassLed', () => {
  const files = new TemporaryFiles({
    [`${LAMP}/max_brightness`]: '255\n',
    [`${LAMP}/brightness`]: '0\n',
    [`${LAMP}/trigger`]: 'none',
    [`${LAMP}/pattern`]: '',
  });
  return {
    led: led(files, new VirtualClock(), { green: 'status:green' }).led,
    seen: () => {
      if (files.content(`${LAMP}/trigger`) === 'pattern') return 'blinking';
      return Number(files.content(`${LAMP}/brightness`)) > 0 ? 'lit' : 'dark';
    },
    changes: () => files.writeCount,
    dispose: () => {
      files.remove();
    },
  };
});

describe('an LED of the LED class', () => {
  it("blinks by the kernel's pattern trigger, in sharp steps, and leaves the other lamp dark", () => {
    const files = new LampKernel({ g: 1, r: 1 });
    led(files, new VirtualClock(), { green: 'g', red: 'r' }).led.show(BLINK);
    expect([...files.writes].sort()).toEqual([
      'g/brightness = 1',
      'g/pattern = 1 200 1 0 0 1800 0 0',
      'g/trigger = pattern',
      'r/brightness = 0',
      'r/trigger = none',
    ]);
  });

  it('is dark once closed', () => {
    const files = new LampKernel({ g: 255 });
    const { led: lamp } = led(files);
    lamp.show(BLINK);
    lamp.close();
    expect(files.seen('g')).toEqual([{ level: 0, durationMs: 0 }]);
  });

  it('keeps the trigger from one rhythm to the next, so that its file is not made anew', () => {
    const files = new LampKernel({ g: 255 });
    const { led: lamp } = led(files);
    lamp.show(BLINK);
    lamp.show({ name: 'other', steps: [...BLINK.steps, ...BLINK.steps] });
    expect(files.writes.filter((write) => write === 'g/trigger = pattern')).toHaveLength(1);
    expect(files.seen('g')).toEqual([...BLINKING, ...BLINKING]);
  });
});

describe('a lamp whose pattern file is root’s until udev has seen it', () => {
  it('blinks as soon as it may', () => {
    const clock = new VirtualClock();
    const files = new LampKernel({ g: 255 }, { clock, delayMs: 120 });
    const { led: lamp, lines } = led(files, clock);
    lamp.show(BLINK);
    clock.advance(149);
    expect(files.seen('g')).not.toEqual(BLINKING);
    clock.advance(1);
    expect(files.seen('g')).toEqual(BLINKING);
    expect(lines).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is lit at once, so that the light comes before the sound', () => {
    const files = new LampKernel({ g: 255 }, { clock: new VirtualClock(), delayMs: 120 });
    led(files).led.show(BLINK);
    expect(files.seen('g')).toEqual([{ level: 255, durationMs: 0 }]);
  });

  it('is given up after a second and logged, and tried again when it is asked for again', () => {
    const clock = new VirtualClock();
    const files = new LampKernel({ g: 255 }, { clock, delayMs: 10_000 });
    const { led: lamp, lines } = led(files, clock);
    lamp.show(BLINK);
    clock.advance(2_000);
    expect(clock.startedTimers).toBe(21);
    expect(lines).toEqual(['test: error board.part-failed part=led errno=EACCES path=/sys/class/leds/g/pattern']);
    clock.advance(10_000);
    lamp.show(BLINK);
    expect(files.seen('g')).toEqual(BLINKING);
    expect(lines.slice(1)).toEqual(['test: info board.part-works-again part=led']);
  });

  it('shows what was wanted last, not what was refused before', () => {
    const clock = new VirtualClock();
    const files = new LampKernel({ g: 255 }, { clock, delayMs: 120 });
    const { led: lamp } = led(files, clock);
    lamp.show(BLINK);
    lamp.show(LIT);
    clock.advance(1_000);
    expect(files.seen('g')).toEqual([{ level: 255, durationMs: 0 }]);
  });
});

describe('a lamp of a kernel without the pattern trigger', () => {
  it('is made to blink by this process, and is steady or dark without a timer', () => {
    const clock = new VirtualClock();
    const files = new LampKernel({ g: 255 });
    files.knowsPatterns = false;
    const { led: lamp, lines } = led(files, clock);
    const level = () => files.seen('g')[0]?.level;
    lamp.show(BLINK);
    const seen = [0, 199, 1, 1_799, 1].map((ms) => {
      clock.advance(ms);
      return level();
    });
    expect(seen).toEqual([255, 255, 0, 0, 255]);
    lamp.show(LIT);
    expect([level(), clock.pendingTimers]).toEqual([255, 0]);
    lamp.show(BLINK);
    lamp.close();
    expect([level(), clock.pendingTimers, lines]).toEqual([0, 0, []]);
  });
});

describe('a lamp that goes away', () => {
  it('is logged once; the others go on, and it does too when it is back', () => {
    const files = new LampKernel({ g: 255, r: 255 });
    const { led: lamp, lines } = led(files, new VirtualClock(), { red: 'r', green: 'g' });
    files.refusals.set('/sys/class/leds/r/trigger', 'ENODEV');
    for (const pattern of [BLINK, DARK, BLINK]) lamp.show(pattern);
    expect(lines).toEqual(['test: error board.part-failed part=led errno=ENODEV path=/sys/class/leds/r/trigger']);
    expect(files.seen('g')).toEqual(BLINKING);
    files.refusals.clear();
    lamp.show({ name: 'failed', steps: [{ colour: 'red', durationMs: 1 }] });
    expect(files.seen('r')).toEqual([{ level: 255, durationMs: 0 }]);
    expect(lines.slice(1)).toEqual(['test: info board.part-works-again part=led']);
  });
});

describe('opening an LED of the LED class', () => {
  it('that is not there names it, its path and what there is', async () => {
    const files = new LampKernel({ led0: 1, led1: 1 });
    expect(await ledClass.open({ names: { blue: 'message' } }, openedParts({ files }))).toEqual({
      ok: false,
      error: {
        code: 'device-missing',
        device: 'LED message (/sys/class/leds/message/brightness)',
        reason: 'ENOENT',
        present: ['led0', 'led1'],
        cure: "correct the LED's name in the board's data, or load its driver",
      },
    });
  });

  it('waits a second for udev, and no longer', async () => {
    const clock = new VirtualClock();
    const files = new FakeKernel({ '/sys/class/leds/g/brightness': '0' }, { '/sys/class/leds/g/brightness': 'EACCES' });
    const opening = ledClass.open({ names: { green: 'g' } }, openedParts({ files, clock }));
    await clock.run(400);
    files.refusals.clear();
    await clock.run(100);
    expect(await opening).toMatchObject({ ok: true });

    files.refusals.set('/sys/class/leds/g/brightness', 'EACCES');
    const forbidden = ledClass.open({ names: { green: 'g' } }, openedParts({ files, clock }));
    await clock.run(1_000);
    expect(await forbidden).toMatchObject({ ok: false, error: { code: 'device-forbidden', reason: 'EACCES' } });
  });
});
