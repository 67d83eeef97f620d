import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lvgl } from 'lvgl-bindings';
import { afterAll, describe, expect, it } from 'vitest';
import { framebuffer } from '../../../../src/hardware/drivers/screen/framebuffer.ts';
import { panelRefusal } from '../../../../src/hardware/drivers/screen/panel-refusal.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { openedParts } from '../opened-parts.ts';
import { FakeLvgl, refusedBy } from './fake-lvgl.ts';

const BIND = '/sys/class/vtconsole/vtcon1/bind';
const FILES = {
  '/sys/class/graphics/fb0/name': 'fb_ili9341\n',
  '/dev/fb0': '',
  '/sys/class/vtconsole/vtcon0/name': '(S) dummy device\n',
  '/sys/class/vtconsole/vtcon0/bind': '0\n',
  '/sys/class/vtconsole/vtcon1/name': '(M) frame buffer device\n',
  [BIND]: '1\n',
};

async function open(files: FakeKernel) {
  const logged: string[] = [];
  const fake = new FakeLvgl({ width: 320, height: 240 });
  const parts = openedParts({ files, log: new LineLog('test', (line) => logged.push(line)) });
  const opened = await framebuffer.open({ name: 'fb_ili9341', rotation: 0 }, parts);
  if (!opened.ok) throw new Error(opened.error.code);
  return { fake, logged, screen: opened.value };
}

describe('the kernel’s console on a framebuffer', () => {
  it('is unbound as soon as our picture is there, and bound again at the end', async () => {
    const files = new FakeKernel(FILES);
    const { fake, screen } = await open(files);
    expect(files.writes).toEqual([]);
    screen.openDisplay(fake.lvgl);
    expect(files.writes).toEqual(['vtcon1/bind = 0']);
    screen.close();
    expect(files.writes).toEqual(['vtcon1/bind = 0', 'vtcon1/bind = 1']);
  });

  it('that may not be unbound is told to draw nothing', async () => {
    const { fake, logged, screen } = await open(new FakeKernel(FILES, { [BIND]: 'EACCES' }));
    screen.openDisplay(fake.lvgl);
    expect(fake.journal.at(-1)).toBe('console /dev/tty0 is quiet');
    screen.close();
    expect(fake.journal.at(-1)).toBe('console /dev/tty0 draws');
    expect(logged).toEqual([]);
  });

  it('that cannot be kept off is told in the log', async () => {
    const { fake, logged, screen } = await open(new FakeKernel(FILES, { [BIND]: 'EACCES' }));
    fake.consoleDraws = () => {
      throw refusedBy(13);
    };
    expect(screen.openDisplay(fake.lvgl)).toMatchObject({ ok: true });
    expect(logged).toEqual([expect.stringContaining('screen.console-stays errno=EACCES')]);
  });

  it('that is on no framebuffer is left alone', async () => {
    const files = new FakeKernel({ ...FILES, [BIND]: '0\n' });
    const { fake, screen } = await open(files);
    screen.openDisplay(fake.lvgl);
    expect([files.writes, fake.journal.at(-1)]).toEqual([[], 'turn 0']);
  });
});

describe('a file that is no framebuffer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'framebuffer-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is refused by the addon with the kernel’s error', () => {
    const path = join(folder, 'fb0');
    writeFileSync(path, 'x');
    const lvgl = Lvgl.open({ virtualClock: true });
    try {
      lvgl.openDisplay({ panel: { framebuffer: path } });
    } catch (error) {
      expect(panelRefusal(error)).toEqual({
        errno: 'ENOTTY',
        words: expect.stringContaining('is not a framebuffer') as string,
      });
    } finally {
      lvgl.close();
    }
    expect.assertions(1);
  });
});
