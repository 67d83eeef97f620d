import { isIP } from 'node:net';
import { failure, success, type Result } from '../../domain/result.ts';
import type { NaptrRecord, Resolver, SrvRecord } from '../../ports/resolver.ts';
import { orderSrvRecords } from './srv-order.ts';
import type { ServerAddress } from './server-address.ts';

/** RFC 3261 §19.1.2: SIP over TLS. */
export const DEFAULT_SIPS_PORT = 5_061;
/** More places than this are not tried in one round. */
const MAX_ADDRESSES = 16;

export interface LocationQuestion {
  /** A host's name or address, or the SIP domain. */
  readonly target: string;
  readonly port: number | null;
}

/**
 * Where SIP over TLS is served for a domain (RFC 3263 §4), in the order to try. A number or a port given by hand is taken at its word;
 * else NAPTR, then SRV, then plain addresses. Never empty when ok.
 */
export async function locateServer(
  { target, port }: LocationQuestion,
  resolver: Resolver,
  fraction: () => number,
): Promise<Result<readonly ServerAddress[], 'not-found'>> {
  const literal = target.replace(/^\[(.*)\]$/, '$1');
  if (isIP(literal) !== 0) return success([{ address: literal, port: port ?? DEFAULT_SIPS_PORT }]);
  const records = port === null ? await findServices(target, resolver, fraction) : [];
  // An SRV record that points at "." says that the service is not offered (RFC 2782).
  if (records.some(({ target: name }) => name === '.' || name === '')) return failure('not-found');
  const hosts = records.length > 0 ? records : [{ target, port: port ?? DEFAULT_SIPS_PORT }];
  const addresses = await findAddresses(hosts, resolver);
  return addresses.length === 0 ? failure('not-found') : success(addresses);
}

/** A resolver that fails here is no reason to give up: the next, simpler question may be answered from the hosts file. */
async function findServices(domain: string, resolver: Resolver, fraction: () => number): Promise<readonly SrvRecord[]> {
  const naptr = await resolver.naptr(domain);
  const names = naptr.ok ? secureServiceNames(naptr.value) : [];
  for (const name of names.length > 0 ? names : [`_sips._tcp.${domain}`]) {
    const srv = await resolver.srv(name);
    if (srv.ok && srv.value.length > 0) return orderSrvRecords(srv.value, fraction);
  }
  return [];
}

/** Only TLS is of use to us (RFC 3263 §4.1: a client discards the services that it does not support). */
function secureServiceNames(records: readonly NaptrRecord[]): readonly string[] {
  return records
    .filter(({ service, flags }) => service.toUpperCase() === 'SIPS+D2T' && flags.toLowerCase() === 's')
    .toSorted((one, other) => one.order - other.order || one.preference - other.preference)
    .map(({ replacement }) => replacement);
}

async function findAddresses(
  hosts: readonly { readonly target: string; readonly port: number }[],
  resolver: Resolver,
): Promise<readonly ServerAddress[]> {
  const found = await Promise.all(
    hosts.slice(0, MAX_ADDRESSES).map(async ({ target, port }) => {
      const addresses = await resolver.addresses(target);
      return addresses.ok ? addresses.value.map((address) => ({ address, port })) : [];
    }),
  );
  return found.flat().slice(0, MAX_ADDRESSES);
}
