import { describe, expect, it } from 'vitest';
import { gpioNumbers } from '../../src/hardware/gpio-lines.ts';
import { LedClassLed } from '../../src/hardware/led-class-led.ts';
import { PwmBuzzer } from '../../src/hardware/pwm-buzzer.ts';
import { LineLog } from '../../src/main/machine/line-log.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { RecordedSysfs } from './recorded-sysfs.ts';

const blink = {
  name: 'unread',
  steps: [
    { colour: 'green', durationMs: 200 },
    { colour: 'off', durationMs: 1_800 },
  ],
} as const;

function logInto(lines: string[]): LineLog {
  return new LineLog('test', (line) => lines.push(line));
}

describe('a GPIO chip', () => {
  const sysfs = new RecordedSysfs({
    '/sys/class/gpio/gpiochip512/label': 'other\n',
    '/sys/class/gpio/gpiochip512/base': '512\n',
    '/sys/class/gpio/gpiochip512/ngpio': '8\n',
    '/sys/class/gpio/gpiochip520/label': 'keypad\n',
    '/sys/class/gpio/gpiochip520/base': '520\n',
    '/sys/class/gpio/gpiochip520/ngpio': '24\n',
  });

  it('is found by its label, wherever the kernel put its numbers', () => {
    expect(gpioNumbers(sysfs, 'keypad', [0, 23])).toEqual({ ok: true, value: [520, 543] });
  });

  it('that is missing is named, with what there is', () => {
    expect(gpioNumbers(sysfs, 'keys', [0])).toMatchObject({
      ok: false,
      error: { device: 'GPIO chip keys', present: ['other', 'keypad'] },
    });
  });

  it('has no line beyond its last', () => {
    expect(gpioNumbers(sysfs, 'keypad', [24])).toMatchObject({
      ok: false,
      error: { device: 'line 24 of GPIO chip keypad' },
    });
  });
});

describe('an LED of the LED class', () => {
  const names = { green: 'status:green', red: 'status:red' };

  it("blinks by the kernel's pattern trigger, in sharp steps, and leaves the other colour dark", () => {
    const sysfs = new RecordedSysfs({ '/sys/class/leds/status:green/max_brightness': '1\n' });
    new LedClassLed({ names, sysfs, log: logInto([]) }).show(blink);
    expect(sysfs.writes).toEqual([
      'status:green/trigger = none',
      'status:green/trigger = pattern',
      'status:green/pattern = 1 200 1 0 0 1800 0 0',
      'status:red/trigger = none',
      'status:red/brightness = 0',
    ]);
  });

  it('is not restarted by the same pattern, and is dark once closed', () => {
    const sysfs = new RecordedSysfs();
    const led = new LedClassLed({ names: { green: 'g' }, sysfs, log: logInto([]) });
    led.show(blink);
    const before = sysfs.writes.length;
    led.show(blink);
    expect(sysfs.writes).toHaveLength(before);
    led.close();
    expect(sysfs.writes.slice(before)).toEqual(['g/trigger = none', 'g/brightness = 0']);
  });

  it('shows every colour where the board has one LED', () => {
    const sysfs = new RecordedSysfs({ '/sys/class/leds/l/max_brightness': '255' });
    new LedClassLed({ names: { green: 'l', red: 'l' }, sysfs, log: logInto([]) }).show({
      name: 'failed',
      steps: [{ colour: 'red', durationMs: 1 }],
    });
    expect(sysfs.writes).toEqual(['l/trigger = none', 'l/brightness = 255']);
  });

  it('that vanished is logged, and the handset goes on', () => {
    const lines: string[] = [];
    const sysfs = new RecordedSysfs({}, ['/sys/class/leds/g/trigger']);
    new LedClassLed({ names: { green: 'g' }, sysfs, log: logInto(lines) }).show(blink);
    expect(lines).toEqual(['test: error led.write-failed led=g pattern=unread cause="ENODEV no such device"']);
  });
});

describe('a buzzer on a PWM channel', () => {
  const parts = (sysfs: RecordedSysfs, clock: VirtualClock) => ({
    chipPath: '/sys/class/pwm/pwmchip0',
    channel: 1,
    sysfs,
    clock,
    log: logInto([]),
  });

  it('plays tone and silence for their time and falls silent', () => {
    const sysfs = new RecordedSysfs();
    const clock = new VirtualClock();
    new PwmBuzzer(parts(sysfs, clock)).play({
      name: 'message',
      steps: [
        { frequencyHz: 2_000, durationMs: 80 },
        { frequencyHz: 0, durationMs: 40 },
      ],
    });
    expect(sysfs.writes).toEqual([
      'pwmchip0/export = 1',
      'pwm1/enable = 0',
      'pwm1/duty_cycle = 0',
      'pwm1/period = 500000',
      'pwm1/duty_cycle = 250000',
      'pwm1/enable = 1',
    ]);
    clock.advance(80);
    expect(sysfs.writes.at(-1)).toBe('pwm1/enable = 0');
  });

  it('ends within 3 s, whatever the pattern asks for', () => {
    const sysfs = new RecordedSysfs();
    const clock = new VirtualClock();
    new PwmBuzzer(parts(sysfs, clock)).play({ name: 'long', steps: [{ frequencyHz: 1_000, durationMs: 60_000 }] });
    clock.advance(2_999);
    expect(sysfs.writes.at(-1)).toBe('pwm1/enable = 1');
    clock.advance(1);
    expect(sysfs.writes.at(-1)).toBe('pwm1/enable = 0');
  });

  it('is replaced by the next pattern at once', () => {
    const sysfs = new RecordedSysfs();
    const clock = new VirtualClock();
    const buzzer = new PwmBuzzer(parts(sysfs, clock));
    buzzer.play({ name: 'a', steps: [{ frequencyHz: 1_000, durationMs: 100 }] });
    buzzer.play({ name: 'b', steps: [{ frequencyHz: 500, durationMs: 1_000 }] });
    clock.advance(100);
    expect(sysfs.writes.at(-1)).toBe('pwm1/enable = 1');
  });
});
