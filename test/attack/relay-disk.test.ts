import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawSipClient } from '../support/raw-sip-client.ts';
import { AttackBed } from './support/attack-bed.ts';

const RELAY = fileURLToPath(new URL('../../build/relay.js', import.meta.url));
const CANARY = 'the canary sings at dawn';

describe("who has the relay's data folder", () => {
  let bed: AttackBed;
  let loot: string;

  beforeAll(async () => {
    bed = await AttackBed.start({ settings: { accountsFile: 'accounts.json' } });
    loot = mkdtempSync(join(tmpdir(), 'loot-'));
  });
  afterAll(async () => {
    await bed.stop();
    rmSync(loot, { recursive: true });
  });

  const account = (...words: readonly string[]) =>
    spawnSync(process.execPath, [RELAY, 'account', ...words, '--config', join(bed.folder, 'relay.json')], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '' },
    });
  const filesIn = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile());

  it('reads no text, no sender, no recipient and no password in it, and nothing opens it', async () => {
    const alice = await bed.registered('alice');
    expect((await alice.send(`sip:bob@${bed.domain}`, CANARY)).status).toBe(202);
    cpSync(join(bed.folder, 'relay'), join(loot, 'relay'), { recursive: true });
    for (const path of filesIn(join(loot, 'relay'))) {
      for (const word of [CANARY, 'alice', 'bob@', 'pw-alice', Buffer.from(CANARY).toString('base64')]) {
        expect(readFileSync(path).includes(word), `${word} in ${path}`).toBe(false);
      }
    }
    writeFileSync(
      join(loot, 'relay.json'),
      JSON.stringify({
        domain: bed.domain,
        port: 0,
        dataFolder: 'relay',
        accounts: [{ address: `bob@${bed.domain}`, password: 'x' }],
      }),
      { mode: 0o600 },
    );
    const thief = spawnSync(process.execPath, [RELAY, '--config', join(loot, 'relay.json')], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '' },
      timeout: 20_000,
    });
    expect([thief.status, thief.stderr]).toEqual([2, expect.stringContaining('queue.key: key-missing') as string]);
    expect(readdirSync(loot).toSorted()).toEqual(['relay', 'relay.json']);
  });

  it('finds no CA key in it', () => {
    const keys = filesIn(join(bed.folder, 'relay')).filter((path) => path.includes('authority'));
    expect(keys).toEqual([]);
  });

  it('cannot log in any more two seconds after the account was removed, though the connection lives', async () => {
    const added = account('add', 'dora');
    expect([added.status, added.stderr]).toEqual([0, '']);
    const password = /password (\S+)/.exec(added.stdout)?.[1] ?? '';
    expect(readFileSync(join(bed.folder, 'accounts.json'), 'utf8')).not.toContain(password);
    const dora = async (): Promise<RawSipClient> =>
      RawSipClient.connect({
        host: '127.0.0.1',
        port: bed.port,
        ca: readFileSync(bed.caFile, 'utf8'),
        domain: bed.domain,
        user: 'dora',
        password,
      });
    const logIn = async (): Promise<number | null> => {
      const client = await dora();
      const { status } = await client.register();
      await client.destroy();
      return status;
    };
    await expect.poll(logIn, { timeout: 3_000 }).toBe(200);
    const standing = await dora();
    expect((await standing.register()).status).toBe(200);
    expect(account('remove', 'dora').status).toBe(0);
    const removedAtMs = performance.now();
    await standing.closed;
    expect(performance.now() - removedAtMs).toBeLessThan(2_000);
    // 403 where the tries before the account was known were many.
    expect([401, 403]).toContain(await logIn());
  });
});
