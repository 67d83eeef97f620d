import { IPV4_BYTES, ipv6Groups, parseIpAddress } from '../../domain/ip-address.ts';

/** Prefix of an IPv4 address that is written as IPv6, such as `::ffff:192.0.2.1` (RFC 4291 §2.5.5.2). */
const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0xffff];
const GROUPS_OF_A_NETWORK = 4;

/**
 * The network that a bound per address counts as one client: an IPv4 address (also when written as IPv6), or the /64 of
 * an IPv6 address, because every subscriber can choose among 2^64 addresses in it (RFC 4291 §2.5.1). A text that is no
 * address is returned as it is.
 */
export function networkOf(address: string): string {
  const bytes = parseIpAddress(address.split('%', 1)[0] ?? address);
  if (bytes === null || bytes.length === IPV4_BYTES) return address;
  const groups = ipv6Groups(bytes);
  if (MAPPED_PREFIX.every((group, at) => groups[at] === group)) return bytes.subarray(-IPV4_BYTES).join('.');
  const network = groups.slice(0, GROUPS_OF_A_NETWORK).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}
