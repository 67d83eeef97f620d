import { lookup, Resolver as NameServers } from 'node:dns/promises';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { NaptrRecord, Resolver, ResolverFailure, SrvRecord } from '../../ports/network/resolver.ts';

const ANSWER_TIMEOUT_MS = 5_000;
/** Codes that mean: the question was answered, and no such record exists. */
const NOTHING_THERE = new Set(['ENODATA', 'ENOTFOUND', 'EAI_NONAME', 'EAI_NODATA']);

/** The name servers that the machine uses at present. */
function nameServersOfNow(): NameServers {
  return new NameServers({ timeout: 2_000, tries: 2 });
}

/**
 * The machine's own resolver. It makes a new set of name servers for each question, because a set reads its list
 * (/etc/resolv.conf) only once, and a handset that moved to another network would go on asking those of the last one.
 */
export class DnsResolver implements Resolver {
  readonly #clock: Clock;
  readonly #nameServers: () => NameServers;

  constructor(clock: Clock, nameServers: () => NameServers = nameServersOfNow) {
    this.#clock = clock;
    this.#nameServers = nameServers;
  }

  async naptr(domain: string): Promise<Result<readonly NaptrRecord[], ResolverFailure>> {
    const servers = this.#nameServers();
    return this.#ask(servers.resolveNaptr(domain), servers);
  }

  async srv(name: string): Promise<Result<readonly SrvRecord[], ResolverFailure>> {
    const servers = this.#nameServers();
    const records = await this.#ask(servers.resolveSrv(name), servers);
    if (!records.ok) return records;
    return success(
      records.value.map(({ priority, weight, port, name: target }) => ({ priority, weight, port, target })),
    );
  }

  async addresses(host: string): Promise<Result<readonly string[], ResolverFailure>> {
    // Unlike a question to the name servers, getaddrinfo knows the hosts file and orders by RFC 6724. It cannot be
    // cancelled; a late answer is dropped.
    const found = await this.#ask(lookup(host, { all: true, order: 'verbatim' }), null);
    return found.ok ? success(found.value.map(({ address }) => address)) : found;
  }

  /** @param servers cancelled when they do not answer; null where that is not possible */
  async #ask<Item>(question: Promise<Item[]>, servers: NameServers | null): Promise<Result<Item[], ResolverFailure>> {
    const { promise: silence, resolve } = Promise.withResolvers<Result<Item[], ResolverFailure>>();
    const timer = this.#clock.startTimer(ANSWER_TIMEOUT_MS, () => {
      resolve(failure('unavailable'));
      servers?.cancel();
    });
    const answer = question.then(success, (error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      return NOTHING_THERE.has(code) ? success<Item[]>([]) : failure<ResolverFailure>('unavailable');
    });
    const result = await Promise.race([answer, silence]);
    timer.cancel();
    return result;
  }
}
