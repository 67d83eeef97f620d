import { failure, success, type Result } from '../../../src/domain/result.ts';
import type { BlockDevice } from './block-devices.ts';

/** What an image may be written to. */
export type Target =
  | { readonly kind: 'device'; readonly device: BlockDevice }
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number };

/** What is at the path that was named. */
export type Place =
  | { readonly kind: 'block' }
  | { readonly kind: 'file'; readonly sizeBytes: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'other' };

/**
 * Whether the image may be written there.
 * @param path as the technician typed it, with symbolic links followed where there is something.
 * @returns on failure why not, and what to do instead.
 */
export function judgeTarget(
  path: string,
  place: Place,
  devices: readonly BlockDevice[],
  imageBytes: number,
): Result<Target, string> {
  if (place.kind === 'other') return failure(`${path} is neither a block device nor a file`);
  if (place.kind !== 'block') {
    if (path.startsWith('/dev/')) return failure(`there is no device ${path}; ${whatThereIs(devices)}`);
    return success({ kind: 'file', path, sizeBytes: place.kind === 'file' ? place.sizeBytes : 0 });
  }
  const device = devices.find((one) => one.path === path);
  if (device === undefined) return failure(`lsblk does not know the device ${path}; ${whatThereIs(devices)}`);
  const refusal = refusalOf(device, devices, imageBytes);
  return refusal === null ? success({ kind: 'device', device }) : failure(refusal);
}

function refusalOf(device: BlockDevice, devices: readonly BlockDevice[], imageBytes: number): string | null {
  const { path } = device;
  if (device.kind === 'part') {
    const whole = devices.find(
      ({ kind, contents }) => kind !== 'part' && contents.some(({ name }) => path.endsWith(`/${name}`)),
    );
    return `${path} is a partition; name the whole device${whole === undefined ? '' : `, ${whole.path}`}`;
  }
  if (device.kind !== 'disk' && device.kind !== 'loop') return `${path} is no disk but ${device.kind}`;
  const system = device.uses.find(
    ({ use }) => /^is mounted at \/(?:boot|usr|var|home)?(?:\/.*)?$/.test(use) && !isMedia(use),
  );
  if (system !== undefined) return `this computer runs from ${path}: ${system.part} ${system.use}`;
  const [use] = device.uses;
  if (use !== undefined) return `${path} is in use: ${use.part} ${use.use}; take it out of use first (umount, swapoff)`;
  if (!device.removable) return `${path} is a fixed disk of this computer; ${whatThereIs(devices)}`;
  if (device.readOnly) return `${path} is write-protected; is the lock of the card closed?`;
  if (device.sizeBytes === 0) return `${path} has no medium; is there a card in the reader?`;
  if (device.sizeBytes < imageBytes) {
    return `${path} is too small: it has ${inMB(device.sizeBytes)}, the image needs ${inMB(imageBytes)}`;
  }
  return null;
}

/** Where desktops mount what is plugged in. */
const isMedia = (use: string): boolean => /^is mounted at \/(?:media|mnt|run\/media)\//.test(use);

/** The removable devices as a sentence, for whoever named none or a wrong one. */
export function whatThereIs(devices: readonly BlockDevice[]): string {
  const removable = devices.filter(({ kind, removable, sizeBytes }) => kind === 'disk' && removable && sizeBytes > 0);
  if (removable.length === 0) return 'no removable device is plugged in';
  const names = removable.map((device) => `${device.path} (${nameOf(device)})`);
  return `removable devices: ${names.join(', ')}`;
}

export function nameOf({ model, sizeBytes }: BlockDevice): string {
  return [model, inMB(sizeBytes)].filter((word) => word !== '').join(', ');
}

/** In the units that are printed on cards. */
export function inMB(bytes: number): string {
  return bytes < 1e10 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
