import { isIP } from 'node:net';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { NaptrRecord, Resolver, ResolverFailure, SrvRecord } from '../../ports/network/resolver.ts';
import { isServiceName, isUsableTarget } from './domain-name.ts';
import { orderSrvRecords } from './srv-order.ts';
import type { ServerAddress } from './server-address.ts';

/** RFC 3261 §19.1.2: SIP over TLS. */
const DEFAULT_SIPS_PORT = 5_061;
/** The time for the whole look-up, from the first question to the addresses of all names. */
export const LOCATION_TIMEOUT_MS = 10_000;
/** The part of it for NAPTR and SRV. The rest is left for the addresses. */
const SERVICES_TIMEOUT_MS = 6_000;
/** The most places that are tried in one round. */
const MAX_ADDRESSES = 16;
/** The most services that are looked up, however many the NAPTR records name. */
const MAX_SERVICES = 4;
/** The most records that are looked at. A name server may send a thousand. */
const MAX_RECORDS = 64;

export interface LocationQuestion {
  /** A host's name or address, or the SIP domain. */
  readonly target: string;
  readonly port: number | null;
}

export interface LocationParts {
  readonly resolver: Resolver;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly fraction: () => number;
}

/**
 * 'not-found': nobody answered, or there is no record. 'not-offered': the domain says that it serves no SIP over TLS.
 */
export type LocationFailure = 'not-found' | 'not-offered';

/**
 * Finds where SIP over TLS is served for a domain (RFC 3263 §4), in the order to try. An IP address or a port that was
 * configured is used as it is; otherwise NAPTR is asked, then SRV, then plain addresses. Never empty when ok. Settles
 * within `LOCATION_TIMEOUT_MS` with what was found by then, after at most 22 questions: no answer leads to more than
 * one further step, so records that point at each other cannot make a loop.
 */
export async function locateServer(
  { target, port }: LocationQuestion,
  parts: LocationParts,
): Promise<Result<readonly ServerAddress[], LocationFailure>> {
  const literal = target.replace(/^\[(.*)\]$/, '$1');
  if (isIP(literal) !== 0) return success([{ address: literal, port: port ?? DEFAULT_SIPS_PORT }]);
  const deadline = new Deadline(parts.clock);
  const records = port === null ? await findServices(target, parts, deadline) : [];
  const usable = records.filter(isUsableTarget);
  // An SRV record that points at "." says that the service is not offered (RFC 2782). The resolver may show the root as
  // an empty name.
  const isDenied = usable.length === 0 && records.some(({ target: name }) => name === '.' || name === '');
  if (isDenied) return failure('not-offered');
  const hosts = usable.length > 0 ? usable : [{ target, port: port ?? DEFAULT_SIPS_PORT }];
  const addresses = await findAddresses(hosts, parts.resolver, deadline);
  return addresses.length === 0 ? failure('not-found') : success(addresses);
}

type Located<Item> = Result<readonly Item[], ResolverFailure>;

/** The deadline that all questions of one look-up share. */
class Deadline {
  readonly #clock: Clock;
  readonly #startedMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedMs = clock.monotonicMs();
  }

  /**
   * The answer if it arrives within `totalMs` from the start of the look-up, otherwise 'unavailable'. A later answer is
   * dropped.
   */
  async within<Item>(totalMs: number, question: Promise<Located<Item>>): Promise<Located<Item>> {
    const { promise: silence, resolve } = Promise.withResolvers<Located<Item>>();
    const leftMs = Math.max(0, totalMs - (this.#clock.monotonicMs() - this.#startedMs));
    const timer = this.#clock.startTimer(leftMs, () => {
      resolve(failure('unavailable'));
    });
    const answer = await Promise.race([question, silence]);
    timer.cancel();
    return answer;
  }
}

/**
 * A resolver that fails here is no reason to give up: the next, simpler question may be answered from the hosts file.
 * The SRV records under their usual name are asked for at the same time, because some routers never answer a question
 * for NAPTR.
 */
async function findServices(
  domain: string,
  { resolver, fraction }: LocationParts,
  deadline: Deadline,
): Promise<readonly SrvRecord[]> {
  const ask = (name: string): Promise<Located<SrvRecord>> => deadline.within(SERVICES_TIMEOUT_MS, resolver.srv(name));
  const usual = ask(`_sips._tcp.${domain}`);
  const naptr = await deadline.within(SERVICES_TIMEOUT_MS, resolver.naptr(domain));
  const names = naptr.ok ? secureServiceNames(naptr.value) : [];
  const answers = await Promise.all(names.length > 0 ? names.map(ask) : [usual]);
  const records = answers.find((answer) => answer.ok && answer.value.length > 0);
  return records?.ok === true ? orderSrvRecords(nearest(records.value), fraction) : [];
}

/** The records of the first priorities, at most `MAX_RECORDS`. */
function nearest(records: readonly SrvRecord[]): readonly SrvRecord[] {
  return records.toSorted((one, other) => one.priority - other.priority).slice(0, MAX_RECORDS);
}

/** Only TLS is of use to us (RFC 3263 §4.1: a client discards the services that it does not support). */
function secureServiceNames(records: readonly NaptrRecord[]): readonly string[] {
  const names = records
    .filter(({ service, flags }) => service.toUpperCase() === 'SIPS+D2T' && flags.toLowerCase() === 's')
    .toSorted((one, other) => one.order - other.order || one.preference - other.preference)
    .map(({ replacement }) => replacement)
    .filter(isServiceName);
  return [...new Set(names)].slice(0, MAX_SERVICES);
}

async function findAddresses(
  hosts: readonly { readonly target: string; readonly port: number }[],
  resolver: Resolver,
  deadline: Deadline,
): Promise<readonly ServerAddress[]> {
  const found = await Promise.all(
    hosts.slice(0, MAX_ADDRESSES).map(async ({ target, port }) => {
      const addresses = await deadline.within(LOCATION_TIMEOUT_MS, resolver.addresses(target));
      return addresses.ok ? addresses.value.map((address) => ({ address, port })) : [];
    }),
  );
  // A place that appears under two names is tried once.
  const places = new Map(found.flat().map((place) => [`${place.address} ${place.port}`, place]));
  return [...places.values()].filter(({ address }) => isIP(address) !== 0).slice(0, MAX_ADDRESSES);
}
