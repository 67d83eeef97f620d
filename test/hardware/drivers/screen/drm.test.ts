import { describe, expect, it } from 'vitest';
import { drm } from '../../../../src/hardware/drivers/screen/drm.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { openedParts } from '../opened-parts.ts';
import { FakeLvgl } from './fake-lvgl.ts';

const FILES = { '/sys/class/drm/card0/device/uevent': 'DRIVER=ili9341\n', '/dev/dri/card0': '' };

async function open(fake: FakeLvgl) {
  const opened = await drm.open({ driver: 'ili9341', rotation: 0 }, openedParts({ files: new FakeKernel(FILES) }));
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value.openDisplay(fake.lvgl);
}

describe('a DRM display', () => {
  it('is asked for the board’s size among those that it can show', async () => {
    const fake = new FakeLvgl({ width: 320, height: 240 });
    fake.sizes = [
      { width: 640, height: 480 },
      { width: 320, height: 240 },
    ];
    await open(fake);
    expect(fake.journal).toEqual(['sizes /dev/dri/card0', 'open /dev/dri/card0 of 320 x 240', 'turn 0']);
  });

  it('that cannot show the board’s size is left alone', async () => {
    const fake = new FakeLvgl({ width: 640, height: 480 });
    expect(await open(fake)).toMatchObject({ ok: false, error: { present: ['640 x 480 pixels'] } });
    expect(fake.journal).toEqual(['sizes /dev/dri/card0']);
  });

  it('is found by the driver of a device on the one that the card belongs to', async () => {
    const files = new FakeKernel({
      '/sys/class/drm/card0/device/uevent': 'DRIVER=simple-framebuffer\n',
      '/sys/class/drm/card1/device/uevent': 'DRIVER=virtio-pci\nPCI_CLASS=38000\n',
      '/sys/class/drm/card1/device/virtio1/uevent': 'DRIVER=virtio_gpu\nMODALIAS=virtio:d00000010v00001AF4\n',
      '/sys/class/drm/card1/device/virtio1/status': '0x0000000f',
      '/dev/dri/card1': '',
    });
    const opened = await drm.open({ driver: 'virtio_gpu', rotation: 0 }, openedParts({ files }));
    const fake = new FakeLvgl({ width: 320, height: 240 });
    expect(opened.ok && opened.value.openDisplay(fake.lvgl)).toMatchObject({ ok: true });
    expect(fake.journal).toContain('open /dev/dri/card1 of 320 x 240');
    expect(await drm.open({ driver: 'ili9341', rotation: 0 }, openedParts({ files }))).toMatchObject({
      error: { present: ['/dev/dri/card0 of simple-framebuffer', '/dev/dri/card1 of virtio-pci, virtio_gpu'] },
    });
  });

  it('without a screen says so', async () => {
    const fake = new FakeLvgl({ width: 320, height: 240 });
    fake.sizes = [];
    expect(await open(fake)).toMatchObject({ ok: false, error: { code: 'device-gone', cure: /connect/ } });
  });
});
