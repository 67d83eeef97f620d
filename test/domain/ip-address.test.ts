import { describe, expect, it } from 'vitest';
import { formatIpv6, ipv6Groups, parseIpAddress } from '../../src/domain/ip-address.ts';

describe('the bytes of an IP address', () => {
  it.each([
    ['192.0.2.1', [192, 0, 2, 1]],
    ['::', Array<number>(16).fill(0)],
    ['1::', [0, 1, ...Array<number>(14).fill(0)]],
    ['::ffff:192.0.2.1', [...Array<number>(10).fill(0), 255, 255, 192, 0, 2, 1]],
    ['1:2:3:4:5:6:7:8', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
    ['1:2:3:4:5:6:192.0.2.1', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 192, 0, 2, 1]],
    ['2001:DB8::abcd', [32, 1, 13, 184, ...Array<number>(10).fill(0), 171, 205]],
  ])('of %s are read', (address, bytes) => {
    expect(parseIpAddress(address)).toEqual(Uint8Array.from(bytes));
  });

  it.each([
    '',
    'host',
    '1.2.3',
    '1.2.3.4.5',
    '256.0.0.1',
    '01.2.3.4',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7::8',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '12345::',
    '1.2.3.4::',
    '::1.2.3.4:5',
    'fe80::1%eth0',
    '[::1]',
  ])('%j is refused', (address) => {
    expect(parseIpAddress(address)).toBeNull();
  });
});

describe('an IPv6 address', () => {
  it.each([
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('written as %s has the short form %s', (address, short) => {
    expect(formatIpv6(parseIpAddress(address)!)).toBe(short);
  });

  it('has eight groups', () => {
    expect(ipv6Groups(parseIpAddress('2001:db8::ffff')!)).toEqual([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0xffff]);
  });
});
