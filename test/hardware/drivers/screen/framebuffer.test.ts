import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lvgl, type Display } from 'lvgl-bindings';
import { afterAll, describe, expect, it } from 'vitest';
import { framebuffer } from '../../../../src/hardware/drivers/screen/framebuffer.ts';
import { KernelDeviceFiles } from '../../../../src/hardware/kernel/device-files.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { openedParts } from '../opened-parts.ts';

const FB = '/dev/fb0';

async function open(files = new FakeKernel({ [FB]: '' })) {
  const opened = await framebuffer.open({ path: FB }, openedParts({ files }));
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

/** LVGL with a framebuffer of that size. */
function lvglWith(width: number, height: number) {
  const asked: unknown[] = [];
  const closed: string[] = [];
  const display = { size: { width, height }, close: () => closed.push('display') } as unknown as Display;
  const lvgl = {
    openFramebuffer: (options: unknown) => {
      asked.push(options);
      return display;
    },
  } as unknown as Lvgl;
  return { lvgl, display, asked, closed };
}

describe('a framebuffer', () => {
  it('is drawn on by LVGL without a theme of its own, as every screen', async () => {
    const { lvgl, display, asked } = lvglWith(320, 240);
    expect((await open()).openDisplay(lvgl)).toEqual({ ok: true, value: display });
    expect(asked).toEqual([{ path: FB, theme: 'none' }]);
  });

  it('of another size than the board’s is refused and closed', async () => {
    const { lvgl, closed } = lvglWith(640, 480);
    expect((await open()).openDisplay(lvgl)).toMatchObject({
      ok: false,
      error: { code: 'device-unfit', device: 'framebuffer /dev/fb0', present: ['640 x 480 pixels'] },
    });
    expect(closed).toEqual(['display']);
  });

  it('that is missing is told with those that there are, by path and driver', async () => {
    const files = new FakeKernel({
      '/sys/class/graphics/fb1/name': 'ili9341drmfb\n',
      '/sys/class/graphics/fbcon/rotate': '0',
    });
    expect(await framebuffer.open({ path: FB }, openedParts({ files }))).toMatchObject({
      ok: false,
      error: { code: 'device-missing', device: 'framebuffer /dev/fb0', present: ['/dev/fb1 of ili9341drmfb'] },
    });
  });

  it.each([
    ['EACCES', 'device-forbidden'],
    ['EBUSY', 'device-busy'],
    ['ENODEV', 'device-gone'],
    ['ENXIO', 'device-gone'],
  ])('refused with %s is %s', async (errno, code) => {
    const files = new FakeKernel({ [FB]: '' }, { [FB]: errno });
    expect(await framebuffer.open({ path: FB }, openedParts({ files }))).toMatchObject({
      ok: false,
      error: { code, reason: errno, present: null },
    });
  });
});

describe('a file that is no framebuffer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'framebuffer-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('comes back as a fault with the addon’s words', async () => {
    const path = join(folder, 'fb0');
    writeFileSync(path, 'x');
    const opened = await framebuffer.open({ path }, openedParts({ files: new KernelDeviceFiles() }));
    if (!opened.ok) throw new Error(opened.error.code);
    const lvgl = Lvgl.open({ virtualClock: true });
    const display = opened.value.openDisplay(lvgl);
    lvgl.close();
    expect(display).toMatchObject({
      ok: false,
      error: { code: 'device-failed', reason: expect.stringContaining('is not a framebuffer') as string },
    });
  });
});
