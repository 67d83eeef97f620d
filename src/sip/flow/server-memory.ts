import { isIP } from 'node:net';
import type { KeptSetting } from '../kept-setting.ts';
import type { ServerAddress } from '../location/server-address.ts';
import { MAX_INTERVAL_S, MIN_INTERVAL_S, NOTHING_LEARNED, type IdleLearning } from './idle-policy.ts';

/** Addresses that are kept. The one unused for longest makes room. */
const MAX_SERVERS = 8;
/** An interval that changed by less than this part of itself is not worth a write to flash. */
const WORTH_SAVING = 0.1;

interface KnownServer {
  readonly server: ServerAddress;
  readonly learning: IdleLearning;
}

/**
 * The servers that accepted our registration, kept across restarts: their addresses, for times when name servers do not
 * answer, and how long the path to each may lie idle. Only the servers of one target are kept; with another target the
 * list starts empty.
 */
export class ServerMemory {
  readonly #target: string;
  readonly #setting: KeptSetting;
  /** The server that worked last comes first. Null until it was read. */
  #known: readonly KnownServer[] | null = null;

  /** @param target host and port by which the servers are looked up; one line */
  constructor(target: string, setting: KeptSetting) {
    this.#target = target.toLowerCase();
    this.#setting = setting;
  }

  /** Where a registration last succeeded; null when none ever did. */
  get lastWorked(): ServerAddress | null {
    return this.#read()[0]?.server ?? null;
  }

  learningOf(server: ServerAddress): IdleLearning {
    return this.#read().find((known) => isSame(known.server, server))?.learning ?? NOTHING_LEARNED;
  }

  /** A registration succeeded at this server. */
  worked(server: ServerAddress): void {
    const [last] = this.#read();
    if (last !== undefined && isSame(last.server, server)) return;
    this.#write(server, this.learningOf(server));
  }

  /** Keeps this from now on. It is written only when it differs enough from what was written. */
  learned(server: ServerAddress, learning: IdleLearning): void {
    const written = this.learningOf(server);
    const isNews =
      written.brokenS !== learning.brokenS ||
      Math.abs(written.provenS - learning.provenS) > WORTH_SAVING * written.provenS;
    if (isNews) this.#write(server, learning);
  }

  #read(): readonly KnownServer[] {
    if (this.#known === null) {
      const [target, ...lines] = this.#setting.read().split('\n');
      const known = target === this.#target ? lines.map(readLine) : [];
      this.#known = known.filter((one) => one !== null).slice(0, MAX_SERVERS);
    }
    return this.#known;
  }

  #write(server: ServerAddress, learning: IdleLearning): void {
    const others = this.#read().filter((known) => !isSame(known.server, server));
    this.#known = [{ server, learning }, ...others].slice(0, MAX_SERVERS);
    this.#setting.write([this.#target, ...this.#known.map(writeLine)].join('\n'));
  }
}

function isSame(one: ServerAddress, other: ServerAddress): boolean {
  return one.address === other.address && one.port === other.port;
}

function writeLine({ server, learning }: KnownServer): string {
  return [server.address, server.port, learning.provenS, learning.brokenS ?? '-', learning.patience].join(' ');
}

/** Null for a line that this version cannot read. */
function readLine(line: string): KnownServer | null {
  const [address = '', ...numbers] = line.split(' ');
  const [port, provenS, brokenS, patience] = numbers.map((text) => (/^[0-9]{1,5}$/.test(text) ? Number(text) : null));
  if (isIP(address) === 0 || port === undefined || provenS === undefined || patience === undefined) return null;
  if (port === null || port === 0 || port > 65_535 || patience === null || patience === 0) return null;
  if (!isInterval(provenS) || (brokenS !== null && !isInterval(brokenS))) return null;
  return { server: { address, port }, learning: { provenS, brokenS, survivals: 0, patience } };
}

function isInterval(seconds: number | null | undefined): seconds is number {
  return typeof seconds === 'number' && seconds >= MIN_INTERVAL_S && seconds <= MAX_INTERVAL_S;
}
