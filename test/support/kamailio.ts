import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeTestCertificates } from './certificates.ts';
import { freePort } from './free-port.ts';
import { PeerProcess } from './peer-process.ts';
import { passwordOf, TEST_USERS, type SipServer } from './sip-server.ts';

const SHIPPED_FOLDER = fileURLToPath(new URL('../../src/relay/kamailio/', import.meta.url));
const SCHEMA_FOLDER = '/usr/share/kamailio/db_sqlite';
const DOMAIN = 'relay.test';
const READY_TIMEOUT_MS = 15_000;
const POLL_MS = 25;
const DATABASE_TIMEOUT_MS = 2_000;

export type DigestAlgorithm = 'MD5' | 'SHA-256';

export interface KamailioOptions {
  readonly algorithm: DigestAlgorithm;
  /** Lines to append to settings.cfg. */
  readonly settings?: readonly string[];
  /** Values in settings.cfg in place of the test's own. */
  readonly values?: Readonly<Record<string, string>>;
  /** Shared memory, 64 MB by default. Each message a second needs 14 kB of it, each connection 124 kB. */
  readonly sharedMegabytes?: number;
}

/**
 * Kamailio with the configuration that ships with the product, on free ports of 127.0.0.1, with its own folder,
 * database and certificates.
 */
export class Kamailio implements SipServer {
  readonly domain = DOMAIN;
  readonly port: number;
  /** The port on which it sends requests to itself. */
  readonly innerPort: number;
  readonly caFile: string;
  readonly #folder: string;
  readonly #sharedMegabytes: number;
  #process: PeerProcess;

  private constructor(folder: string, port: number, innerPort: number, caFile: string, sharedMegabytes: number) {
    this.#folder = folder;
    this.port = port;
    this.innerPort = innerPort;
    this.caFile = caFile;
    this.#sharedMegabytes = sharedMegabytes;
    this.#process = startProcess(folder, sharedMegabytes);
  }

  static async start(options: KamailioOptions): Promise<Kamailio> {
    const kamailio = await Kamailio.#begin(options);
    await kamailio.#ready();
    return kamailio;
  }

  /** What it says when it is given what it cannot start with. Its sockets are open for a moment before it ends. */
  static async lastWords(options: KamailioOptions): Promise<string> {
    const kamailio = await Kamailio.#begin(options);
    const giveUpAtMs = performance.now() + READY_TIMEOUT_MS;
    while (!kamailio.#process.ended && performance.now() < giveUpAtMs) await delay(POLL_MS);
    const words = kamailio.#process.ended ? kamailio.log() : 'It runs';
    await kamailio.stop();
    return words;
  }

  static async #begin(options: KamailioOptions): Promise<Kamailio> {
    const folder = mkdtempSync(join(tmpdir(), 'kamailio-'));
    const { caFile } = makeTestCertificates(join(folder, 'certificates'), DOMAIN);
    for (const file of ['kamailio.cfg', 'tls.cfg']) copyFileSync(join(SHIPPED_FOLDER, file), join(folder, file));
    createDatabase(join(folder, 'relay.db'), options.algorithm);
    const port = await freePort();
    const innerPort = await freePort();
    writeFileSync(join(folder, 'settings.cfg'), settings(folder, options, port, innerPort));
    return new Kamailio(folder, port, innerPort, caFile, options.sharedMegabytes ?? 64);
  }

  /** How many messages are in its store; a delivered one leaves it within STORE_CLEAN_SECONDS. */
  storedMessages(): number {
    return this.#inDatabase((database) =>
      Number(database.prepare('SELECT count(*) AS messages FROM silo').get()?.['messages']),
    );
  }

  /** How many failure reports that it made itself wait for their recipients. */
  storedReports(): number {
    return this.#inDatabase((database) =>
      Number(database.prepare(`SELECT count(*) AS reports FROM silo WHERE callid LIKE 'report.%'`).get()?.['reports']),
    );
  }

  /** How many stored messages for this user may not be reported on, because they are reports themselves. */
  storedReportsFor(user: string): number {
    const query = `SELECT count(*) AS reports FROM silo WHERE username = ? AND CAST(extra_hdrs AS TEXT) NOT LIKE '%X-Kept-Report-ID%'`;
    return this.#inDatabase((database) => Number(database.prepare(query).get(user)?.['reports']));
  }

  /** Runs statements on its database, as an operator does. */
  changeDatabase(statements: string): void {
    this.#inDatabase((database) => {
      database.exec(statements);
    });
  }

  /** Whether these bytes stand in any file of its database. */
  databaseHolds(bytes: Buffer): boolean {
    return readdirSync(this.#folder)
      .filter((name) => name.startsWith('relay.db'))
      .some((name) => readFileSync(join(this.#folder, name)).includes(bytes));
  }

  /** Changes the store as if everything in it had come that much earlier. */
  makeStoredOlder(seconds: number): void {
    this.#inDatabase((database) => {
      database.exec(`UPDATE silo SET inc_time = inc_time - ${seconds}, exp_time = exp_time - ${seconds}`);
      const change = database.prepare('UPDATE silo SET extra_hdrs = ? WHERE id = ?');
      for (const { id, extra_hdrs: headers } of database.prepare('SELECT id, extra_hdrs FROM silo').all()) {
        const until = (_: string, name: string, value: string): string => name + String(Number(value) - seconds);
        change.run(
          Buffer.from(headers as Uint8Array | string)
            .toString()
            .replace(/(X-Kept-Until: )(\d+)/, until),
          id ?? 0,
        );
      }
    });
  }

  /** Remembers the store. The returned function puts the rows back, as if their deletion had been lost. */
  rememberStored(): () => void {
    const columns = 'src_addr, dst_addr, username, domain, inc_time, exp_time, ctype, body, extra_hdrs';
    this.#inDatabase((database) => {
      database.exec(`CREATE TABLE remembered AS SELECT ${columns} FROM silo`);
    });
    return () => {
      this.#inDatabase((database) => {
        database.exec(`INSERT INTO silo (${columns}) SELECT ${columns} FROM remembered; DROP TABLE remembered`);
      });
    };
  }

  /** Stops it, and starts it again on the same ports with the same database. */
  async restart(): Promise<void> {
    await this.#process.stop();
    this.#process = startProcess(this.#folder, this.#sharedMegabytes);
    await this.#ready();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Id of its first process; the others are children of it. */
  get processId(): number {
    return this.#process.processId;
  }

  log(): string {
    return this.#process.log();
  }

  #inDatabase<Value>(act: (database: DatabaseSync) => Value): Value {
    const database = new DatabaseSync(join(this.#folder, 'relay.db'), { timeout: DATABASE_TIMEOUT_MS });
    try {
      return act(database);
    } finally {
      database.close();
    }
  }

  async #ready(): Promise<void> {
    const giveUpAtMs = performance.now() + READY_TIMEOUT_MS;
    while (!(await accepts(this.port))) {
      if (performance.now() > giveUpAtMs || this.#process.ended) {
        const log = this.log();
        await this.stop();
        throw new Error(`kamailio does not answer within ${READY_TIMEOUT_MS} ms. It said last:\n${log}`);
      }
      await delay(POLL_MS);
    }
  }
}

function startProcess(folder: string, sharedMegabytes: number): PeerProcess {
  return new PeerProcess({
    name: 'kamailio',
    command: '/usr/sbin/kamailio',
    // In the foreground, with its log on stderr and 8 MB of private memory for each process.
    args: ['-f', join(folder, 'kamailio.cfg'), '-DD', '-E', '-m', String(sharedMegabytes), '-M', '8', '-Y', folder],
    folder,
  });
}

function settings(folder: string, options: KamailioOptions, port: number, innerPort: number): string {
  const values = {
    SIP_DOMAIN: DOMAIN,
    LISTEN_ADDRESS: '127.0.0.1',
    LISTEN_PORT: port,
    INNER_PORT: innerPort,
    INNER_SECRET: '1e'.repeat(32),
    NONCE_SECRET: '2f'.repeat(32),
    STORE_KEY: '3a'.repeat(32),
    CONTROL_SOCKET: join(folder, 'control'),
    DIGEST_ALGORITHM: options.algorithm,
    DB_MODULE: 'db_sqlite',
    DB_URL: `sqlite:///${join(folder, 'relay.db')}`,
    ...options.values,
  };
  const lines = Object.entries(values).map(([name, value]) => `#!substdef "!${name}!${value}!g"`);
  return [...lines, ...(options.settings ?? []), ''].join('\n');
}

function createDatabase(file: string, algorithm: DigestAlgorithm): void {
  const database = new DatabaseSync(file);
  try {
    for (const part of ['standard', 'auth_db', 'usrloc', 'msilo']) {
      database.exec(readFileSync(join(SCHEMA_FOLDER, `${part}-create.sql`), 'utf8'));
    }
    database.exec(`CREATE INDEX silo_expiry_idx ON silo (exp_time); PRAGMA journal_mode = WAL`);
    const add = database.prepare('INSERT INTO subscriber (username, domain, ha1) VALUES (?, ?, ?)');
    for (const user of TEST_USERS) {
      const hash = createHash(algorithm === 'MD5' ? 'md5' : 'sha256');
      add.run(user, DOMAIN, hash.update(`${user}:${DOMAIN}:${passwordOf(user)}`).digest('hex'));
    }
  } finally {
    database.close();
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
  });
}
