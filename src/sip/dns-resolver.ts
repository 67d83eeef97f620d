import { lookup, Resolver as NameServers } from 'node:dns/promises';
import { failure, success, type Result } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { NaptrRecord, Resolver, ResolverFailure, SrvRecord } from '../ports/resolver.ts';

const ANSWER_TIMEOUT_MS = 5_000;
/** Codes that say: the question was answered, and there is nothing. */
const NOTHING_THERE = new Set(['ENODATA', 'ENOTFOUND', 'EAI_NONAME', 'EAI_NODATA']);

/** The machine's own resolver. */
export class DnsResolver implements Resolver {
  readonly #clock: Clock;
  readonly #servers = new NameServers({ timeout: 2_000, tries: 2 });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async naptr(domain: string): Promise<Result<readonly NaptrRecord[], ResolverFailure>> {
    return this.#ask(this.#servers.resolveNaptr(domain));
  }

  async srv(name: string): Promise<Result<readonly SrvRecord[], ResolverFailure>> {
    const records = await this.#ask(this.#servers.resolveSrv(name));
    if (!records.ok) return records;
    return success(
      records.value.map(({ priority, weight, port, name: target }) => ({ priority, weight, port, target })),
    );
  }

  async addresses(host: string): Promise<Result<readonly string[], ResolverFailure>> {
    // getaddrinfo, unlike a question to the name servers, knows the hosts file and orders by RFC 6724.
    const found = await this.#ask(lookup(host, { all: true, order: 'verbatim' }));
    return found.ok ? success(found.value.map(({ address }) => address)) : found;
  }

  /** getaddrinfo cannot be called off: its late answer is dropped. */
  async #ask<Item>(question: Promise<Item[]>): Promise<Result<Item[], ResolverFailure>> {
    const { promise: silence, resolve } = Promise.withResolvers<Result<Item[], ResolverFailure>>();
    const timer = this.#clock.startTimer(ANSWER_TIMEOUT_MS, () => {
      resolve(failure('unavailable'));
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
