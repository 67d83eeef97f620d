import { describe, expect, it } from 'vitest';
import { blockDevices } from '../../../firmware/technician/flash/block-devices.ts';
import { judgeTarget, whatThereIs, type Place } from '../../../firmware/technician/flash/target.ts';

const IMAGE_BYTES = 700_000_000;
const GB = 1_000_000_000;

const device = (name: string, more: object = {}): object => ({
  ...{ name, path: `/dev/${name}`, type: 'disk', size: 32 * GB, rm: false, hotplug: false, ro: false, model: null },
  ...{ mountpoints: [null], fstype: null, label: null, partlabel: null, ...more },
});
const part = (name: string, more: object = {}): object => device(name, { type: 'part', ...more });
const card = (more: object = {}): object =>
  device('sdb', {
    rm: true,
    hotplug: true,
    model: 'Card  Reader ',
    children: [part('sdb1', { fstype: 'vfat' })],
    ...more,
  });
const judged = (path: string, listed: readonly object[], place: Place = { kind: 'block' }) =>
  judgeTarget(path, place, blockDevices(JSON.stringify({ blockdevices: listed })), IMAGE_BYTES);
const refused = (path: string, listed: readonly object[], place?: Place): string => {
  const result = judged(path, listed, place);
  return result.ok ? 'taken' : result.error;
};

describe('a device that an image may be written to', () => {
  it('is a card that nothing uses', () => {
    expect(judged('/dev/sdb', [card()])).toMatchObject({ ok: true, value: { device: { model: 'Card  Reader' } } });
  });

  it('is a card in a built-in reader, which is no removable device to the kernel', () => {
    expect(judged('/dev/mmcblk0', [device('mmcblk0', { hotplug: true })]).ok).toBe(true);
  });

  it('is told with all that is on it', () => {
    const listed = card({ children: [part('sdb1', { fstype: 'ext4', label: 'photos', size: GB }), part('sdb2')] });
    expect(judged('/dev/sdb', [listed])).toMatchObject({
      value: {
        device: {
          contents: [
            { name: 'sdb1', sizeBytes: GB, description: '"photos" ext4' },
            { name: 'sdb2', description: '' },
          ],
        },
      },
    });
  });
});

describe('a device is refused', () => {
  const mountedAt = (place: string): object => card({ children: [part('sdb1', { mountpoints: [place] })] });

  it.each([
    ['the computer runs from it', mountedAt('/'), /runs from \/dev\/sdb: \/dev\/sdb1 is mounted at \//],
    ['the computer starts from it', mountedAt('/boot/efi'), /runs from \/dev\/sdb/],
    ['the owners of the computer live on it', mountedAt('/home'), /runs from \/dev\/sdb/],
    ['it is mounted', mountedAt('/media/me/photos'), /in use: \/dev\/sdb1 is mounted at \/media\/me\/photos.*umount/],
    ['it is swapped to', mountedAt('[SWAP]'), /\/dev\/sdb1 is swap space.*swapoff/],
    ['it is fixed', card({ rm: false, hotplug: false }), /is a fixed disk/],
    ['it is write-protected', card({ ro: true }), /write-protected/],
    ['the reader is empty', card({ size: 0 }), /no medium/],
    ['it is too small', card({ size: IMAGE_BYTES - 1 }), /too small: it has 700 MB, the image needs 700 MB/],
  ])('when %s', (_why, listed, words) => {
    expect(refused('/dev/sdb', [listed])).toMatch(words);
  });

  it.each(['crypt', 'lvm', 'raid1'])('when %s stands on a partition of it, mounted or not', (type) => {
    const children = [part('sdb1', { children: [device('upper', { type })] })];
    expect(refused('/dev/sdb', [card({ children })])).toContain(`/dev/upper is open as ${type}`);
  });

  it('when what stands on a partition of it is the root of this computer', () => {
    const upper = device('upper', { type: 'crypt', mountpoints: ['/'] });
    expect(refused('/dev/sdb', [card({ children: [part('sdb1', { children: [upper] })] })])).toContain('runs from');
  });

  it('when it is a partition, with the whole device named', () => {
    expect(refused('/dev/sdb1', [card()])).toBe('/dev/sdb1 is a partition; name the whole device, /dev/sdb');
  });

  it('when it is not there, with what is', () => {
    const answer = refused('/dev/sdx', [card(), device('sda')], { kind: 'nothing' });
    expect(answer).toBe('there is no device /dev/sdx; removable devices: /dev/sdb (Card  Reader, 32.0 GB)');
  });

  it('when it is neither device nor file', () => {
    expect(refused('/dev/null', [], { kind: 'other' })).toContain('neither');
  });
});

describe('a file as the target', () => {
  it.each([
    ['is made where there is none', { kind: 'nothing' }, 0],
    ['is written over', { kind: 'file', sizeBytes: 5 }, 5],
  ] as const)('%s', (_what, place, sizeBytes) => {
    expect(judged('card.img', [], place)).toEqual({ ok: true, value: { kind: 'file', path: 'card.img', sizeBytes } });
  });
});

it('says when no removable device is plugged in', () => {
  expect(whatThereIs(blockDevices(JSON.stringify({ blockdevices: [device('sda')] })))).toContain('no removable device');
});
