import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { Timer } from '../../../src/ports/system/clock.ts';
import { startRelay, type RunningRelay } from '../../../src/main/relay/start-relay.ts';
import { addressOf, DOMAIN, RecordingLog } from '../../relay/support/relay-rig.ts';
import { RawSipClient } from '../../support/raw-sip-client.ts';
import { valueOf } from '../../support/store-fixtures.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { handedOutKeys, isWiped } from '../support/handed-out-keys.ts';

const DAY_MS = 86_400_000;

vi.mock(import('../../../src/crypto/keys/key-file.ts'), async (importOriginal) =>
  (await import('../support/handed-out-keys.ts')).notingKeys(await importOriginal()),
);

let dataFolder: string;
/** Timers of a day stand apart, so that a test need not let the relay work through a whole day. */
class DayClock extends VirtualClock {
  readonly #days = new Set<() => void>();

  override startTimer(delayMs: number, callback: () => void): Timer {
    if (delayMs !== DAY_MS) return super.startTimer(delayMs, callback);
    this.#days.add(callback);
    return { cancel: () => void this.#days.delete(callback) };
  }

  get waitingForDay(): number {
    return this.#days.size;
  }

  nextDay(): void {
    const due = [...this.#days];
    this.#days.clear();
    for (const callback of due) callback();
  }
}

let clock: DayClock;
let log: RecordingLog;
let running: RunningRelay | null;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'relay-'));
  clock = new DayClock();
  log = new RecordingLog();
  running = null;
  handedOutKeys.clear();
});
afterEach(async () => {
  await stop();
  rmSync(dataFolder, { recursive: true });
});

async function start(port = 0): Promise<Result<RunningRelay, string>> {
  const accounts = [{ address: addressOf('alice'), username: 'alice', password: 'pw-alice' }];
  const config = { domain: DOMAIN, host: '127.0.0.1', port, dataFolder, accounts };
  const started = await startRelay(config, { clock, random: new NodeRandom(), log });
  if (started.ok) running = started.value;
  return started;
}

async function stop(): Promise<void> {
  const stop = { isDone: running === null };
  void running?.stop().then(() => {
    stop.isDone = true;
  });
  while (!stop.isDone) await clock.run(50);
  running = null;
}

async function login(): Promise<RawSipClient> {
  const { host, port } = running!;
  const client = await RawSipClient.connect({ host, port, domain: DOMAIN, user: 'alice', password: 'pw-alice' });
  expect((await client.register()).status).toBe(200);
  return client;
}

it('the key of the queue is wiped once that is open, and the keys that seal when the relay stops', async () => {
  valueOf(await start());
  expect([isWiped('queue.key'), isWiped('seal-001.key')]).toEqual([true, false]);
  await stop();
  expect(isWiped('seal-001.key')).toBe(true);
  expect(readdirSync(dataFolder)).not.toContain('queue.db-wal');
});

it('a relay that cannot listen says why and what to do, and leaves no key and no open queue behind', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  expect(await start(port)).toEqual({
    ok: false,
    error: `cannot listen on 127.0.0.1:${port}: another program has that port; choose another port`,
  });
  expect([isWiped('queue.key'), isWiped('seal-001.key')]).toEqual([true, true]);
  expect([clock.pendingTimers, clock.waitingForDay]).toEqual([0, 0]);
  await new Promise((resolve) => other.close(resolve));
  valueOf(await start(port));
});

it.each([
  ['keys/queue.key', 'key-malformed'],
  ['keys/seal-001.key', 'key-malformed'],
  ['queue.db', 'key-does-not-fit'],
])('a damaged %s is told by its name and its cure', async (file, code) => {
  mkdirSync(join(dataFolder, 'keys'), { mode: 0o700 });
  for (const name of ['queue.key', 'seal-001.key']) {
    writeFileSync(join(dataFolder, 'keys', name), Buffer.alloc(32, 7), { mode: 0o600 });
  }
  writeFileSync(join(dataFolder, file), 'x'.repeat(4_096), { mode: 0o600 });
  const started = await start();
  if (started.ok) throw new Error('it started');
  expect(started.error).toContain(`${join(dataFolder, file)}: ${code}: `);
});

it('who logs in is one of the accounts of the configuration, over the certificate that is told', async () => {
  const { authorityPath } = valueOf(await start());
  expect(authorityPath.startsWith(dataFolder)).toBe(true);
  const alice = await login();
  expect(running!.relay.registeredUsers).toEqual([addressOf('alice')]);
  await alice.destroy();
});

it('certificates are looked at once a day, and made anew for new connections when they run out', async () => {
  valueOf(await start());
  const renew = vi.spyOn(running!.relay, 'renewCertificate');
  clock.nextDay();
  expect(renew).not.toHaveBeenCalled();
  clock.setWall(clock.wallMs() + 20 * 365 * DAY_MS);
  clock.nextDay();
  clock.nextDay();
  expect(renew).toHaveBeenCalledOnce();
  expect(renew.mock.calls[0]![0].certPem).toContain('BEGIN CERTIFICATE');
  expect(log.codes('error')).toEqual([]);
});

it('a certificate that cannot be looked at is told, and looked at again the next day', async () => {
  valueOf(await start());
  const folder = join(dataFolder, 'certificates');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'no folder');
  clock.nextDay();
  clock.nextDay();
  expect(log.codes('error')).toEqual(['relay.certificate-not-renewed', 'relay.certificate-not-renewed']);
  await stop();
  expect(clock.waitingForDay).toBe(0);
});
