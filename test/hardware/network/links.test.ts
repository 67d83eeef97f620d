import fc from 'fast-check';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readPaths } from '../../../src/hardware/network/links.ts';
import { FakeKernel } from '../kernel/fake-kernel.ts';

const info = (address: string, internal = false): NetworkInterfaceInfo =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo;

const FILES = {
  '/sys/class/net/eth0/carrier': '1\n',
  '/sys/class/net/eth0/uevent': 'INTERFACE=eth0\nIFINDEX=2\n',
  '/sys/class/net/eth0/device/subsystem': '../../bus/virtio',
  '/sys/class/net/enx1/carrier': '1\n',
  '/sys/class/net/enx1/uevent': 'INTERFACE=enx1\n',
  '/sys/class/net/enx1/device/subsystem': '../../bus/usb',
  '/sys/class/net/usb0/carrier': '1\n',
  '/sys/class/net/usb0/uevent': 'DEVTYPE=gadget\nINTERFACE=usb0\n',
  '/sys/class/net/wlan0/carrier': '1\n',
  '/sys/class/net/wlan0/uevent': 'DEVTYPE=wlan\nINTERFACE=wlan0\n',
  '/sys/class/net/br0/carrier': '1\n',
  '/sys/class/net/br0/uevent': 'DEVTYPE=bridge\nINTERFACE=br0\n',
};

const paths = (
  links: Readonly<Record<string, readonly NetworkInterfaceInfo[]>>,
  files: Record<string, string> = FILES,
) => readPaths(new FakeKernel(files), () => links);

describe('the ways to the outside', () => {
  it('are told by what they are, a wire before the air', () => {
    const all = { wlan0: [info('192.0.2.5')], br0: [info('192.0.2.9')], usb0: [info('192.0.2.7')] };
    expect(paths({ ...all, enx1: [info('192.0.2.8')], eth0: [info('192.0.2.6')] }).map(({ kind }) => kind)).toEqual([
      ...['ethernet', 'usb', 'usb', 'wifi', 'other'],
    ]);
  });

  it('have only addresses that reach further than the wire', () => {
    const local = [info('169.254.3.4'), info('fe80::1'), info('127.0.0.1', true)];
    expect(paths({ eth0: local, lo: [info('::1', true)] })).toEqual([]);
    expect(paths({ eth0: [...local, info('192.0.2.6'), info('2001:db8::6')] })).toEqual([
      { kind: 'ethernet', addresses: ['192.0.2.6', '2001:db8::6'] },
    ]);
  });

  it('are none over a cable that was pulled, though its address is there for a while', () => {
    const pulled = { ...FILES, '/sys/class/net/eth0/carrier': '0\n' };
    expect(paths({ eth0: [info('192.0.2.6')] }, pulled)).toEqual([]);
  });

  it('are told whatever the kernel says of a link', () => {
    const file = fc.constantFrom('carrier', 'uevent', 'device/subsystem');
    const contents = fc.dictionary(file, fc.oneof(fc.string(), fc.constantFrom('0', '1', 'DEVTYPE=wlan')));
    fc.assert(
      fc.property(contents, (told) => {
        const files = Object.entries(told).map(([name, value]) => [`/sys/class/net/x/${name}`, value] as const);
        const [path] = paths({ x: [info('192.0.2.1')] }, Object.fromEntries(files));
        expect(path === undefined || ['ethernet', 'usb', 'wifi', 'other'].includes(path.kind)).toBe(true);
      }),
    );
  });
});
