import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { RETURN_RETRY_MS } from '../../../../src/hardware/drivers/screen/kernel-screen.ts';
import { PanelSwitch } from '../../../../src/hardware/drivers/screen/panel-switch.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import type { Rotation } from '../../../../src/ports/device/board.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { openedParts } from '../opened-parts.ts';
import { FakeLvgl, refusedBy } from './fake-lvgl.ts';
import { KERNEL_SCREENS } from './kernel-screens.ts';

const { errno } = constants;

describe.each(KERNEL_SCREENS)('$way', ({ driver, files, path, device }) => {
  function world(number = 3, rotation: Rotation = 0) {
    const kernel = new FakeKernel(files(number));
    const clock = new VirtualClock();
    const logged: string[] = [];
    const panel = new PanelSwitch();
    const parts = openedParts({ files: kernel, clock, panel, log: new LineLog('test', (line) => logged.push(line)) });
    const fake = new FakeLvgl(rotation % 180 === 0 ? { width: 320, height: 240 } : { width: 240, height: 320 });
    const open = async () => {
      const opened = await driver(rotation)(parts);
      if (!opened.ok) throw new Error(opened.error.code);
      return opened.value;
    };
    return { kernel, clock, logged, panel, parts, fake, open };
  }

  it('is found by name, whatever its number', async () => {
    const { fake, open } = world(7);
    expect((await open()).openDisplay(fake.lvgl)).toMatchObject({ ok: true });
    expect(fake.journal).toContainEqual(expect.stringContaining(`open ${path(7)}`));
  });

  it.each([90, 270] as const)(
    'that is turned by %i degrees has the other size, and the picture is turned',
    async (r) => {
      const { fake, open } = world(0, r);
      expect((await open()).openDisplay(fake.lvgl)).toMatchObject({ ok: true });
      expect(fake.journal.at(-1)).toBe(`turn ${r / 90}`);
    },
  );

  it('of another size than the board’s is refused in one line, with the size that it has', async () => {
    const { fake, open } = world(0, 90);
    Object.assign(fake, { size: { width: 320, height: 240 }, sizes: [{ width: 320, height: 240 }] });
    expect((await open()).openDisplay(fake.lvgl)).toMatchObject({
      ok: false,
      error: {
        code: 'device-unfit',
        device: device(0),
        present: ['320 x 240 pixels'],
        cure: expect.stringContaining('240 x 320') as string,
      },
    });
    expect(fake.journal).not.toContainEqual(expect.stringContaining('turn'));
  });

  it('that is missing is told with those that there are', async () => {
    const { parts } = world();
    const others = new FakeKernel({
      '/sys/class/drm/card1/device/uevent': 'DRIVER=vc4-drm\n',
      '/sys/class/drm/card1-HDMI-A-1/status': 'connected',
      '/sys/class/graphics/fb1/name': 'vc4drmfb\n',
      '/sys/class/graphics/fbcon/rotate': '0',
    });
    const refused = await driver()({ ...parts, files: others });
    expect(refused).toMatchObject({ ok: false, error: { code: 'device-missing', reason: null } });
    expect(refused.ok ? [] : refused.error.present).toEqual([expect.stringMatching(/^\/dev\/\S+1 of vc4/)]);
  });

  it.each([
    ['EACCES', 'device-forbidden'],
    ['ENXIO', 'device-gone'],
    ['ENOENT', 'device-missing'],
  ])('whose file is refused with %s is %s', async (refusal, code) => {
    const { kernel, clock, parts } = world();
    kernel.refusals.set(path(3), refusal);
    const opening = driver()(parts);
    await clock.run(2_000);
    expect(await opening).toMatchObject({ ok: false, error: { code, reason: refusal } });
  });

  it('waits for udev to permit it', async () => {
    const { kernel, clock, open } = world();
    kernel.refusals.set(path(3), 'EACCES');
    const opening = open();
    await clock.run(500);
    kernel.refusals.clear();
    await clock.run(100);
    expect(await opening).toHaveProperty('openDisplay');
  });

  it.each([
    [errno.EBUSY, 'device-busy'],
    [errno.ENODEV, 'device-gone'],
    [errno.EIO, 'device-failed'],
  ])('that cannot be opened for error %i is %s', async (number, code) => {
    const { fake, open } = world();
    const screen = await open();
    fake.refusal = refusedBy(number);
    expect(screen.openDisplay(fake.lvgl)).toMatchObject({ ok: false, error: { code, device: device(3) } });
  });

  it('that the addon refuses is told in the addon’s words', async () => {
    const { fake, open } = world();
    const screen = await open();
    fake.refusal = refusedBy(null, 'pixels of 8 bits');
    const refused = screen.openDisplay(fake.lvgl);
    expect(refused).toMatchObject({ ok: false, error: { code: 'device-failed', reason: 'pixels of 8 bits' } });
  });

  it('that goes away is told once, looked for every second, and shown again under its new number', async () => {
    const { kernel, clock, logged, fake, open } = world();
    (await open()).openDisplay(fake.lvgl);
    fake.lose(errno.ENODEV);
    kernel.files.clear();
    clock.advance(5 * RETURN_RETRY_MS);
    for (const [file, content] of Object.entries(files(4))) kernel.files.set(file, content);
    fake.refusal = refusedBy(errno.ENODEV);
    clock.advance(2 * RETURN_RETRY_MS);
    fake.refusal = null;
    clock.advance(RETURN_RETRY_MS);
    expect(fake.journal.filter((line) => line.startsWith(`attach ${path(4)}`))).toHaveLength(3);
    expect(logged.map((line) => /board\.\S+/.exec(line)?.[0])).toEqual(['board.part-failed', 'board.part-works-again']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is not looked for any more when the handset stops', async () => {
    const { clock, fake, open } = world();
    const screen = await open();
    screen.openDisplay(fake.lvgl);
    fake.lose(errno.ENODEV);
    screen.close();
    screen.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('sleeps and wakes by the board’s switch, and tells what refuses', async () => {
    const { panel, fake, open } = world();
    expect(panel.set(false)).toMatchObject({ ok: true });
    (await open()).openDisplay(fake.lvgl);
    panel.set(true);
    expect(fake.journal.slice(-2)).toEqual(['sleep', 'wake']);
    fake.refusal = refusedBy(errno.EINVAL);
    expect(panel.set(false)).toMatchObject({ ok: false, error: { errno: 'EINVAL', path: path(3) } });
  });

  it('lets through what is a fault of ours', async () => {
    const { fake, open } = world();
    const screen = await open();
    fake.refusal = new Error('a bug');
    expect(() => screen.openDisplay(fake.lvgl)).toThrow('a bug');
  });
});
