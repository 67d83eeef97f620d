import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../firmware/rootfs/usr/libexec/handset-stopped', import.meta.url));
const LEDS = '/sys/class/leds';
const FLICKER = '255 100 255 0 0 100 0 0\n';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stopped-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, content);
  }
}

function lamp(name: string, files: Readonly<Record<string, string>> = { pattern: '' }): void {
  const all = { max_brightness: '255\n', brightness: '1\n', trigger: 'none\n', ...files };
  put(Object.fromEntries(Object.entries(all).map(([file, content]) => [`${LEDS}/${name}/${file}`, content])));
}

const read = (path: string): string => readFileSync(root + path, 'utf8');
const ofLamp = (name: string, file: string): string => read(`${LEDS}/${name}/${file}`);

/** @param result systemd's word for how the service ended. */
function stopped(result: string): void {
  execFileSync('sh', [SCRIPT], { env: { ...process.env, SYSROOT: root, SERVICE_RESULT: result, EXIT_STATUS: '6' } });
}

describe('what a handset leaves behind that was stopped in order', () => {
  it('is no sound and no light, on a lamp of whatever colour', () => {
    lamp('handset:blue:status', { trigger: 'none timer [pattern]\n' });
    lamp('mmc0::', { trigger: '[mmc0]\n' });
    put({ '/sys/class/pwm/pwmchip0/pwm0/enable': '1\n' });
    stopped('success');
    expect([ofLamp('handset:blue:status', 'trigger'), ofLamp('handset:blue:status', 'brightness')]).toEqual([
      'none\n',
      '0\n',
    ]);
    expect(ofLamp('mmc0::', 'trigger')).toBe('[mmc0]\n');
    expect(read('/sys/class/pwm/pwmchip0/pwm0/enable')).toBe('0\n');
  });

  it('is nothing on a board that has neither lamps nor a buzzer', () => {
    stopped('success');
    stopped('signal');
    expect(existsSync(join(root, 'sys'))).toBe(false);
  });
});

describe('what a handset leaves behind that died', () => {
  it.each(['signal', 'exit-code', 'watchdog', 'core-dump'])(
    '(%s) is silence and a red lamp that flickers',
    (result) => {
      lamp('handset:blue:status', { pattern: '255 500 255 0 0 500 0 0' });
      lamp('handset:red:status');
      put({ '/sys/class/pwm/pwmchip3/pwm1/enable': '1\n' });
      stopped(result);
      expect([ofLamp('handset:red:status', 'trigger'), ofLamp('handset:red:status', 'pattern')]).toEqual([
        'pattern\n',
        FLICKER,
      ]);
      expect(ofLamp('handset:blue:status', 'brightness')).toBe('0\n');
      expect(read('/sys/class/pwm/pwmchip3/pwm1/enable')).toBe('0\n');
    },
  );

  it('is a flickering lamp of another colour where there is no red one', () => {
    lamp('handset:green:status');
    stopped('signal');
    expect(ofLamp('handset:green:status', 'pattern')).toBe(FLICKER);
  });

  it('flickers by the timer where the kernel knows no patterns, and is steady where it has no trigger', () => {
    lamp('handset:red:status', { delay_on: '', delay_off: '' });
    stopped('signal');
    expect(['trigger', 'delay_on', 'delay_off'].map((file) => ofLamp('handset:red:status', file))).toEqual([
      'timer\n',
      '100\n',
      '100\n',
    ]);
    rmSync(root + LEDS, { recursive: true });
    lamp('handset:red:status', {});
    stopped('signal');
    expect(ofLamp('handset:red:status', 'brightness')).toBe('255\n');
  });

  it('is a beeper that is told to be silent, and no other input device', () => {
    put({
      '/sys/class/input/event0/device/capabilities/snd': '0\n',
      '/sys/class/input/event4/device/capabilities/snd': '6\n',
      '/dev/input/event0': 'untouched',
      '/dev/input/event4': '',
    });
    stopped('signal');
    const written = readFileSync(`${root}/dev/input/event4`);
    expect([written.length, written.readUInt16LE(16), written.readUInt16LE(18), written.readInt32LE(20)]).toEqual([
      24, 0x12, 2, 0,
    ]);
    expect(read('/dev/input/event0')).toBe('untouched');
  });

  it('is the count of failed starts, with how each ended, until one ends in order', () => {
    put({ '/run/handset-failures/starts': 'words the last ones\n' });
    stopped('watchdog');
    stopped('exit-code');
    expect(read('/run/handset-failures/starts')).toBe('words the last ones\nended watchdog 6\nended exit-code 6\n');
    stopped('success');
    expect(existsSync(`${root}/run/handset-failures/starts`)).toBe(false);
  });

  it('are exported lines at rest: outputs inactive, inputs left alone', () => {
    put({
      '/sys/class/gpio/gpio520/direction': 'out\n',
      '/sys/class/gpio/gpio520/value': '1\n',
      '/sys/class/gpio/gpio521/direction': 'in\n',
      '/sys/class/gpio/gpio521/value': '1\n',
    });
    stopped('signal');
    expect([read('/sys/class/gpio/gpio520/value'), read('/sys/class/gpio/gpio521/value')]).toEqual(['0\n', '1\n']);
  });
});
