import type { NetworkInterfaceInfo } from 'node:os';
import type { NetworkPath } from '../../ports/network/network.ts';
import type { DeviceFiles } from '../kernel/device-files.ts';

const LINKS = '/sys/class/net';

/** The machine's addresses by the names of its links; Node's `networkInterfaces`. */
export type ReadAddresses = () => Partial<Record<string, readonly NetworkInterfaceInfo[]>>;

/** A wire before the air. */
const PREFERENCE: readonly NetworkPath['kind'][] = ['ethernet', 'usb', 'wifi', 'other'];

/** Links that lead somewhere, with their addresses. What a link is, the kernel's files say: names follow from buses. */
export function readPaths(files: DeviceFiles, readAddresses: ReadAddresses): readonly NetworkPath[] {
  return Object.entries(readAddresses())
    .flatMap(([link, infos = []]) => {
      const addresses = infos.flatMap(({ address, internal }) => (internal || isOfTheWire(address) ? [] : [address]));
      return addresses.length === 0 || !hasCarrier(files, link) ? [] : [{ kind: kindOf(files, link), addresses }];
    })
    .sort((a, b) => PREFERENCE.indexOf(a.kind) - PREFERENCE.indexOf(b.kind));
}

/** RFC 3927 and RFC 4291 §2.5.6. */
const isOfTheWire = (address: string): boolean => /^(?:169\.254\.|fe[89ab])/i.test(address);

/** A link that is down refuses to tell (EINVAL). One that the kernel does not list has another name, as with VLANs. */
function hasCarrier(files: DeviceFiles, link: string): boolean {
  const carrier = files.read(`${LINKS}/${link}/carrier`);
  return carrier.ok ? carrier.value.trim() !== '0' : carrier.error.errno === 'ENOENT';
}

function kindOf(files: DeviceFiles, link: string): NetworkPath['kind'] {
  const told = files.read(`${LINKS}/${link}/uevent`);
  const devtype = /^DEVTYPE=(.*)$/m.exec(told.ok ? told.value : '')?.[1];
  if (devtype === 'wlan') return 'wifi';
  if (devtype === 'gadget') return 'usb';
  if (devtype !== undefined) return 'other';
  const bus = files.linkedTo(`${LINKS}/${link}/device/subsystem`);
  if (!bus.ok) return 'other';
  return bus.value === 'usb' ? 'usb' : 'ethernet';
}
