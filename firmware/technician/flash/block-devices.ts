import * as v from 'valibot';

/** A mounted file system, a swap area or a disk of another kind (RAID, encryption) that stands on a device. */
interface Use {
  readonly part: string;
  readonly use: string;
}

/** A partition or file system that is on a device now, as its owner would recognize it. */
interface Content {
  readonly name: string;
  readonly sizeBytes: number;
  /** Labels and kind of file system, '' when nothing is known. */
  readonly description: string;
}

/** A block device of this computer, as lsblk(8) tells of it. */
export interface BlockDevice {
  readonly path: string;
  readonly sizeBytes: number;
  /** `disk`, `part`, `loop`, … */
  readonly kind: string;
  readonly model: string;
  /** Can be taken out while the computer runs: a card, a stick. A file that is attached as a loop device counts too. */
  readonly removable: boolean;
  readonly readOnly: boolean;
  readonly uses: readonly Use[];
  readonly contents: readonly Content[];
}

export const LSBLK_ARGUMENTS = [
  '--json',
  '--bytes',
  '--output',
  'NAME,PATH,TYPE,SIZE,RM,HOTPLUG,RO,MODEL,MOUNTPOINTS,FSTYPE,LABEL,PARTLABEL',
];

const text = v.nullish(v.string(), '');
const device = v.object({
  name: v.string(),
  path: v.string(),
  type: v.string(),
  size: v.nullish(v.number(), 0),
  rm: v.nullish(v.boolean(), false),
  hotplug: v.nullish(v.boolean(), false),
  ro: v.nullish(v.boolean(), false),
  model: text,
  mountpoints: v.nullish(v.array(v.nullable(v.string())), []),
  fstype: text,
  label: text,
  partlabel: text,
});
interface Listed extends v.InferOutput<typeof device> {
  readonly children?: Listed[] | undefined;
}
const listed: v.GenericSchema<unknown, Listed> = v.object({
  ...device.entries,
  children: v.optional(v.array(v.lazy(() => listed))),
});
const listing = v.object({ blockdevices: v.array(listed) });

/**
 * Devices and their partitions, a disk before what is on it.
 * @param json what `lsblk` printed with LSBLK_ARGUMENTS.
 * @throws ValiError when it is something else.
 */
export function blockDevices(json: string): readonly BlockDevice[] {
  return v.parse(listing, JSON.parse(json)).blockdevices.flatMap((disk) => withChildren(disk, disk));
}

function withChildren(one: Listed, disk: Listed): readonly BlockDevice[] {
  const below = (one.children ?? []).flatMap((child) => withChildren(child, disk));
  return [described(one, disk), ...below];
}

function described(one: Listed, disk: Listed): BlockDevice {
  const all = family(one);
  return {
    path: one.path,
    sizeBytes: one.size,
    kind: one.type,
    model: disk.model.trim(),
    removable: disk.rm || disk.hotplug || disk.type === 'loop',
    readOnly: one.ro,
    uses: all.flatMap((part) => usesOf(part)),
    contents: all.filter((part) => part !== one || part.fstype !== '').map((part) => contentOf(part)),
  };
}

/** The device and all that stands on it. */
function family(one: Listed): readonly Listed[] {
  return [one, ...(one.children ?? []).flatMap((child) => family(child))];
}

function usesOf(part: Listed): readonly Use[] {
  const mounted = part.mountpoints.flatMap((place) => (place === null ? [] : [place]));
  const uses = mounted.map((place) => (place === '[SWAP]' ? 'is swap space' : `is mounted at ${place}`));
  // Encryption, RAID and volumes: the device is in use even where nothing is mounted.
  const claimed = ['crypt', 'lvm', 'dm', 'mpath'].includes(part.type) || part.type.startsWith('raid');
  if (claimed && uses.length === 0) uses.push(`is open as ${part.type}`);
  return uses.map((use) => ({ part: part.path, use }));
}

function contentOf(part: Listed): Content {
  const label = part.label === '' ? part.partlabel : part.label;
  const words = [label === '' ? '' : `"${label}"`, part.fstype].filter((word) => word !== '');
  return { name: part.name, sizeBytes: part.size, description: words.join(' ') };
}
