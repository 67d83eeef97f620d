import fc from 'fast-check';
import { Lvgl } from 'lvgl-bindings';
import { describe, expect, it } from 'vitest';
import { boardNamed } from '../../../../board/boards.ts';
import { failure, success } from '../../../../src/domain/result.ts';
import { openBoard, type BoardDevicesParts } from '../../../../src/main/handset/devices/board-devices.ts';
import { faultLine } from '../../../../src/main/handset/devices/fault-line.ts';
import { DEVICE_WAIT_SECONDS } from '../../../../src/main/handset/devices/late-device.ts';
import { simulatedParts } from '../../../../src/main/handset/devices/simulated-parts.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import type { Board } from '../../../../src/ports/device/board.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { FakeLinuxIo } from '../../../hardware/gpio/fake-linux-io.ts';
import { CopperLine } from '../../../hardware/gpio/copper-line.ts';
import { FakeKernel } from '../../../hardware/kernel/fake-kernel.ts';
import { MemoryChannel } from '../../../simulator/device/memory-channel.ts';

const CHIP = '/sys/class/gpio/gpiochip512';
const chip = { chipLabel: 'pins', activeLow: false };

/** All devices that a board below may name. */
const DEVICES = {
  [`${CHIP}/label`]: 'pins\n',
  [`${CHIP}/base`]: '512\n',
  [`${CHIP}/ngpio`]: '40\n',
  '/sys/class/leds/lamp/brightness': '0',
  '/sys/class/leds/lamp/trigger': '[none] pattern',
  '/sys/class/pwm/pwmchip0/device': '../../../1000.pwm',
  '/sys/class/pwm/pwmchip0/npwm': '1',
  '/sys/class/input/event5/device/name': 'beeper\n',
  '/sys/class/input/event5/device/capabilities/snd': '6\n',
  '/dev/input/event5': '',
  '/sys/class/pwm/pwmchip0/pwm0/enable': '0',
  '/sys/class/pwm/pwmchip0/pwm0/period': '0',
  '/sys/class/pwm/pwmchip0/pwm0/duty_cycle': '0',
  '/sys/class/graphics/fb0/name': 'panel\n',
  '/dev/fb0': '',
  '/sys/class/backlight/light/brightness': '0',
  '/sys/class/backlight/light/bl_power': '0',
  '/sys/class/drm/card0/device/uevent': 'DRIVER=panel\n',
  '/dev/dri/card0': '',
  '/dev/gpiochip0': '',
  '/sys/class/input/event3/device/name': 'keys\n',
};

const KEYPADS: readonly Board['keypad']['source'][] = [
  { kind: 'simulated' },
  {
    kind: 'gpio-matrix',
    ...chip,
    rowLines: [0, 1, 2, 3, 4],
    columnLines: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
  },
  { kind: 'gpio-direct', ...chip, lines: [20, 21] },
  { kind: 'gpio-matrix', access: 'onoff', ...chip, rowLines: [0, 1], columnLines: [2, 3] },
  { kind: 'gpio-direct', access: 'character-device', ...chip, lines: [20, 21] },
  { kind: 'input-device', deviceName: 'keys', keyCodes: ['KEY_A', 'KEY_B'] },
  { kind: 'uart', path: '/dev/ttyS1', baudRate: 115_200, contacts: 2 },
];
const LEDS: readonly Board['led'][] = [
  { kind: 'simulated' },
  { kind: 'led-class', names: { red: 'lamp' } },
  { kind: 'gpio', ...chip, lines: { red: 30 } },
];
const BUZZERS: readonly Board['buzzer'][] = [
  { kind: 'simulated' },
  { kind: 'pwm', device: '1000.pwm', channel: 0 },
  { kind: 'gpio', ...chip, line: 31 },
  { kind: 'input-beeper', deviceName: 'beeper' },
];
const SCREENS: readonly Board['screen']['driver'][] = [
  { kind: 'simulated' },
  { kind: 'framebuffer', name: 'panel', rotation: 0 },
  { kind: 'drm', driver: 'panel', rotation: 90 },
];
const BACKLIGHTS: readonly Board['screen']['backlight'][] = [
  { kind: 'simulated' },
  { kind: 'backlight-class', name: 'light' },
  { kind: 'gpio', ...chip, line: 32 },
  { kind: 'panel' },
  { kind: 'none' },
];

function board(parts: {
  readonly source?: Board['keypad']['source'];
  readonly led?: Board['led'];
  readonly buzzer?: Board['buzzer'];
  readonly driver?: Board['screen']['driver'];
  readonly backlight?: Board['screen']['backlight'];
}): Board {
  const found = boardNamed('simulator');
  if (!found.ok) throw new Error(found.error);
  const { keypad, screen, ...rest } = found.value;
  const { source = keypad.source, led = rest.led, buzzer = rest.buzzer, driver = screen.driver } = parts;
  const { backlight = screen.backlight } = parts;
  return {
    name: 'mixed',
    keypad: { ...keypad, source },
    screen: { ...screen, driver, backlight },
    led,
    buzzer,
    power: { kind: 'none' },
    network: { kind: 'none' },
  };
}

function world(files = new FakeKernel(DEVICES)) {
  const logged: string[] = [];
  const lines: CopperLine[] = [];
  const channel = new MemoryChannel();
  let channels = 0;
  const clock = new VirtualClock();
  const linuxIo = new FakeLinuxIo();
  linuxIo.chips = { '/dev/gpiochip0': { label: 'pins', lines: 40 } };
  const parts: BoardDevicesParts = {
    clock,
    log: new LineLog('test', (line) => logged.push(line)),
    files,
    stopAsked: new Promise(() => undefined),
    loadOpenLine: () =>
      Promise.resolve(() => {
        lines.push(new CopperLine());
        return success(lines.at(-1)!);
      }),
    loadLinuxIo: () => Promise.resolve(linuxIo),
    loadOpenSerial: () => Promise.resolve(() => Promise.resolve(success({ close: () => undefined }))),
    loadDbus: () => Promise.reject(new Error('no bus is wanted')),
    readAddresses: () => ({}),
    openChannel: () => {
      channels += 1;
      return channel;
    },
  };
  return { parts, logged, lines, channel, clock, channels: () => channels };
}

describe('the parts of a board', () => {
  it('can be mixed in every way, with one wire to the simulator when any part is simulated', async () => {
    const mixtures = fc.record({
      source: fc.constantFrom(...KEYPADS),
      led: fc.constantFrom(...LEDS),
      buzzer: fc.constantFrom(...BUZZERS),
      driver: fc.constantFrom(...SCREENS),
      backlight: fc.constantFrom(...BACKLIGHTS),
    });
    await fc.assert(
      fc.asyncProperty(mixtures, async (mixture) => {
        const { parts, logged, channels } = world();
        const opened = await openBoard(board(mixture), parts);
        expect(opened.ok).toBe(true);
        expect(logged).toEqual([]);
        const isSimulated = simulatedParts(board(mixture)) !== 'none';
        expect(channels()).toBe(isSimulated ? 1 : 0);
        if (opened.ok) expect(opened.value.simulated !== null).toBe(isSimulated);
      }),
    );
  });

  it('of both kinds work side by side: a real LED and a simulated buzzer', async () => {
    const { parts, lines, channel } = world();
    const opened = await openBoard(board({ led: LEDS[2]! }), parts);
    if (!opened.ok) throw new Error(opened.error);
    opened.value.led.show({ name: 'lit', steps: [{ colour: 'green', durationMs: 1 }] });
    opened.value.buzzer.play({ name: 'tone', steps: [] });
    expect(lines.map((line) => line.levelNow())).toEqual([1]);
    expect(channel.reported('led')).toEqual([]);
    expect(channel.reported('buzzer')).toHaveLength(1);
  });

  it('of the simulator show what LVGL draws', async () => {
    const { parts, channel } = world();
    const opened = await openBoard(board({}), parts);
    if (!opened.ok) throw new Error(opened.error);
    const lvgl = Lvgl.open({ virtualClock: true });
    const display = opened.value.openDisplay(lvgl);
    if (display.ok) display.value.refreshNow();
    lvgl.close();
    expect(display.ok).toBe(true);
    expect(channel.reported('screen').length).toBeGreaterThan(0);
  });
});

describe('a board without keys or screen', () => {
  it('is refused in one line that names both, with what there is and the cures, and keeps nothing open', async () => {
    const files = new FakeKernel({ ...DEVICES, '/sys/class/graphics/fb1/name': 'simple\n' }, { '/dev/fb0': 'EACCES' });
    const { parts, lines, clock } = world(files);
    const source = { kind: 'gpio-direct', ...chip, chipLabel: 'keys', lines: [1] } as const;
    const opening = openBoard(board({ source, driver: SCREENS[1]!, led: LEDS[2]!, buzzer: BUZZERS[2]! }), parts);
    await clock.run(DEVICE_WAIT_SECONDS * 1_000);
    expect(await opening).toEqual({
      ok: false,
      error:
        'board mixed: keypad: GPIO chip keys (/sys/class/gpio/gpiochip*/label) is missing; there is: pins; ' +
        "correct chipLabel in the board's data, or load the chip's driver; " +
        'screen: framebuffer /dev/fb0 of panel is forbidden (EACCES); ' +
        'give it to group video by a udev rule, with the right to write, and add this user to that group',
    });
    expect(lines.map(({ releases }) => releases)).toEqual([1, 1]);
  });

  it('is whole as soon as both have come, a screen first and keys after it', async () => {
    const { '/sys/class/graphics/fb0/name': screenName, [`${CHIP}/label`]: chipName, ...present } = DEVICES;
    const files = new FakeKernel(present);
    const { parts, logged, clock } = world(files);
    const come: string[] = [];
    const opening = openBoard(board({ source: KEYPADS[2]!, driver: SCREENS[1]! }), parts).then(async (opened) => {
      if (!opened.ok) throw new Error(opened.error);
      come.push('screen');
      void opened.value.keypad.awaited.then((line) => come.push(line.split(' (')[0] ?? ''));
      if ((await opened.value.keypad.opened).ok) come.push('keys');
    });
    await clock.run(2_900);
    files.files.set('/sys/class/graphics/fb0/name', screenName);
    await clock.run(3_000);
    expect(come).toEqual(['screen', 'keypad: GPIO chip pins']);
    files.files.set(`${CHIP}/label`, chipName);
    await clock.run(250);
    await opening;
    expect(come).toEqual(['screen', 'keypad: GPIO chip pins', 'keys']);
    expect(logged.map((line) => line.split(' is missing')[0])).toEqual([
      'test: warn board.part-awaited seconds=10 fault="screen: framebuffer panel (/sys/class/graphics/fb*/name)',
      'test: warn board.part-awaited seconds=10 fault="keypad: GPIO chip pins (/sys/class/gpio/gpiochip*/label)',
    ]);
  });

  it('is refused when a line is in use', async () => {
    const { parts } = world();
    const refused = {
      ...parts,
      loadOpenLine: () => Promise.resolve(() => failure({ errno: 'EBUSY', path: '/sys/x' })),
    };
    const opened = await openBoard(board({ source: KEYPADS[2]! }), refused);
    expect(opened.ok ? await opened.value.keypad.opened : opened).toEqual({
      ok: false,
      error:
        'board mixed: keypad: line 20 of GPIO chip pins (/sys/x) is in use (EBUSY); free it from the driver or process that uses it',
    });
  });
});

describe('a board without light or sound', () => {
  it('carries messages all the same, and reports each fault in one line', async () => {
    const { parts, logged } = world(new FakeKernel({ '/sys/class/leds/other/brightness': '0' }));
    const opened = await openBoard(board({ led: LEDS[1]!, buzzer: BUZZERS[1]! }), parts);
    if (!opened.ok) throw new Error(opened.error);
    opened.value.led.show({ name: 'lit', steps: [] });
    opened.value.buzzer.play({ name: 'tone', steps: [] });
    expect(logged.map((line) => line.split(' is missing')[0])).toEqual([
      'test: error board.part-unusable fault="led: LED lamp (/sys/class/leds/lamp/brightness)',
      'test: error board.part-unusable fault="buzzer: PWM chip of 1000.pwm (/sys/class/pwm/pwmchip*/device)',
    ]);
  });
});

it('a fault is one line: the part, the device, the reason, what there is instead, the cure', () => {
  const fault = {
    code: 'device-gone',
    device: '/dev/fb0',
    reason: 'ENODEV',
    present: null,
    cure: 'see dmesg',
  } as const;
  expect(faultLine('screen', fault)).toBe('screen: /dev/fb0 has no device behind it (ENODEV); see dmesg');
  expect(faultLine('led', { ...fault, code: 'device-missing', reason: null, present: [] })).toBe(
    'led: /dev/fb0 is missing; there is: none; see dmesg',
  );
});

it('a board is simulated wholly, in part or not at all', () => {
  expect(simulatedParts(board({}))).toBe('all');
  expect(simulatedParts(board({ led: LEDS[1]! }))).toBe('some');
  const real = { source: KEYPADS[1]!, led: LEDS[1]!, buzzer: BUZZERS[1]!, driver: SCREENS[1]! };
  expect(simulatedParts(board(real))).toBe('some');
  expect(simulatedParts(board({ ...real, backlight: BACKLIGHTS[1]! }))).toBe('none');
});
