export const IPV4_BYTES = 4;
export const IPV6_BYTES = 16;
const IPV6_GROUPS = 8;

/**
 * The 4 bytes of an IPv4 address, or the 16 bytes of an IPv6 address in any notation of RFC 4291 §2.2 without brackets;
 * null for any other text. That includes an address with a zone (`fe80::1%eth0`): a zone says on which interface an
 * address is valid, and is no part of the address.
 */
export function parseIpAddress(text: string): Uint8Array | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** The eight groups of an IPv6 address, 0…65,535 each. */
export function ipv6Groups(bytes: Uint8Array): readonly number[] {
  return Array.from({ length: IPV6_GROUPS }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
}

/** The one short form of an IPv6 address (RFC 5952 §4). An IPv4 address inside it is written in hexadecimal too. */
export function formatIpv6(bytes: Uint8Array): string {
  const groups = ipv6Groups(bytes);
  const hex = groups.map((group) => group.toString(16));
  const { start, length } = longestZeros(groups);
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** Leading zeros are refused, because some readers take such numbers for octal. */
const DECIMAL = /^(?:0|[1-9][0-9]{0,2})$/;

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  const isAddress = parts.length === IPV4_BYTES && parts.every((part) => DECIMAL.test(part) && Number(part) <= 255);
  return isAddress ? Uint8Array.from(parts.map(Number)) : null;
}

function parseIpv6(text: string): Uint8Array | null {
  const [head = '', tail, surplus] = text.split('::');
  const before = readGroups(head);
  const after = readGroups(tail ?? '');
  if (before === null || after === null || surplus !== undefined) return null;
  // An IPv4 address can stand only at the end.
  if (tail !== undefined && head.includes('.')) return null;
  const zeros = IPV6_GROUPS - before.length - after.length;
  if (tail === undefined ? zeros !== 0 : zeros < 1) return null;
  const groups = [...before, ...Array<number>(zeros).fill(0), ...after];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** The groups in `text`, or null when one of them is malformed. The last two may be written as an IPv4 address. */
function readGroups(text: string): readonly number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parseIpv4(parts.at(-1) ?? '');
  const hex = last === null ? parts : parts.slice(0, -1);
  if (!hex.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return null;
  const [a = 0, b = 0, c = 0, d = 0] = last ?? [];
  return [...hex.map((part) => Number.parseInt(part, 16)), ...(last === null ? [] : [(a << 8) | b, (c << 8) | d])];
}

/** The longest run of zero groups; of several equally long ones the first (RFC 5952 §4.2.3). */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 };
  let length = 0;
  for (const [at, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > longest.length) longest = { start: at + 1 - length, length };
  }
  return longest;
}
