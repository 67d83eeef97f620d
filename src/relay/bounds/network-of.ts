/**
 * Whom a bound per address counts as one: an IPv4 address, also as IPv6 shows it, or the /64 of an IPv6 address, in which every
 * subscriber may choose among 2^64 (RFC 4291 §2.5.1).
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [left, right] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const written = [...(left ?? []), ...(right ?? [])].length;
  const zeros = Array.from({ length: right === undefined ? 0 : Math.max(0, 8 - written) }, () => '0');
  return `${[...(left ?? []), ...zeros, ...(right ?? [])].slice(0, 4).join(':')}::/64`;
}
