import { LedClassLed } from '../../src/hardware/led-class-led.ts';
import { PwmBuzzer } from '../../src/hardware/pwm-buzzer.ts';
import { LineLog } from '../../src/main/machine/line-log.ts';
import { describeBuzzer } from '../contract/buzzer.contract.ts';
import { describeLed } from '../contract/led.contract.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { TemporarySysfs } from './temporary-sysfs.ts';

const log = new LineLog('test', (line) => {
  throw new Error(line);
});

const LAMP = '/sys/class/leds/status:green';
const PWM = '/sys/class/pwm/pwmchip0';
const NANOSECONDS_PER_SECOND = 1_000_000_000;

/** What a lamp of the LED class does with these files (Documentation/leds/leds-class.rst, ledtrig-pattern). */
function lampState(sysfs: TemporarySysfs): 'dark' | 'lit' | 'blinking' {
  if (sysfs.read(`${LAMP}/trigger`) === 'pattern') return 'blinking';
  return Number(sysfs.read(`${LAMP}/brightness`)) > 0 ? 'lit' : 'dark';
}

describeLed('LedClassLed', () => {
  const sysfs = new TemporarySysfs({
    [`${LAMP}/max_brightness`]: '255\n',
    [`${LAMP}/brightness`]: '0\n',
    [`${LAMP}/trigger`]: 'none',
    [`${LAMP}/pattern`]: '',
  });
  return {
    led: new LedClassLed({ names: { green: 'status:green' }, sysfs, log }),
    seen: () => lampState(sysfs),
    changes: () => sysfs.writeCount,
    dispose: () => {
      sysfs.remove();
    },
  };
});

describeBuzzer('PwmBuzzer', () => {
  const sysfs = new TemporarySysfs({
    [`${PWM}/export`]: '',
    [`${PWM}/unexport`]: '',
    [`${PWM}/pwm0/enable`]: '0\n',
    [`${PWM}/pwm0/period`]: '0\n',
    [`${PWM}/pwm0/duty_cycle`]: '0\n',
  });
  const clock = new VirtualClock();
  return {
    buzzer: new PwmBuzzer({ chipPath: PWM, channel: 0, sysfs, clock, log }),
    heardHz: () =>
      sysfs.read(`${PWM}/pwm0/enable`) === '1' && Number(sysfs.read(`${PWM}/pwm0/duty_cycle`)) > 0
        ? Math.round(NANOSECONDS_PER_SECOND / Number(sysfs.read(`${PWM}/pwm0/period`)))
        : 0,
    wait: (durationMs) => {
      clock.advance(durationMs);
    },
    dispose: () => {
      sysfs.remove();
    },
  };
});
