import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AttackBed } from './support/attack-bed.ts';

const PROGRAM_FOLDER = fileURLToPath(new URL('../../build/', import.meta.url));
const CA = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weakened-'));
  write('ca.pem', CA, 0o644);
  write('password', 'x\n');
  write('handset.json', {
    server: { domain: 'relay.test', ca: 'ca.pem', host: '127.0.0.1', port: 9 },
    account: { address: 'alice@relay.test', passwordFile: 'password' },
    board: 'simulator',
    dataFolder: 'data',
  });
  write('relay.json', {
    domain: 'relay.test',
    port: 0,
    dataFolder: 'relay',
    accounts: [{ address: 'alice@relay.test', password: 'x' }],
  });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, value: object | string, mode = 0o600): void {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value), { mode });
  chmodSync(path, mode);
}

interface Ending {
  readonly status: number | null;
  readonly said: string;
}

/** Starts a program, and waits for its end, or for words that it says when it runs; then it is ended. */
async function run(
  program: 'handset' | 'relay',
  environment: object = {},
  flags: readonly string[] = [],
): Promise<Ending> {
  const args = [...flags, join(PROGRAM_FOLDER, `${program}.js`), '--config', join(folder, `${program}.json`)];
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (/Open http:|clients trust/.test(said)) child.kill('SIGTERM');
    });
  }
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, said };
}

describe('a machine that is set up carelessly, or by somebody hostile', () => {
  for (const program of ['handset', 'relay'] as const) {
    it.each([
      ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
      ['NODE_OPTIONS', '--use-openssl-ca'],
      ['NODE_EXTRA_CA_CERTS', 'ca.pem'],
      ['SSL_CERT_FILE', 'ca.pem'],
      ['SSLKEYLOGFILE', 'keys.log'],
      ['OPENSSL_CONF', '/dev/null'],
      ['LD_LIBRARY_PATH', '/tmp'],
    ])(`does not get the ${program} to run with %s=%s`, async (name, value) => {
      const { status, said } = await run(program, { [name]: value });
      expect(status).toBe(2);
      expect(said).toContain(`${name} is set in the environment; start it without: env -u ${name}`);
    });

    it(`does not get the ${program} to run with a debugger`, async () => {
      const { status, said } = await run(program, {}, ['--inspect=127.0.0.1:0']);
      expect(status).toBe(2);
      expect(said).toContain('Node was started with --inspect; start it without');
    });

    it.each(['--tls_keylog', '--require'])(`does not get the ${program} to run by node %s`, async (option) => {
      write('foreign.cjs', '');
      const { status, said } = await run(program, {}, [`${option}=${join(folder, 'foreign.cjs')}`]);
      expect(status).toBe(2);
      expect(said).toContain(`Node was started with ${option}; start it without`);
    });
  }

  it.each([
    ['password', 0o666, 'chmod 600'],
    ['password', 0o640, 'chmod 600'],
    ['ca.pem', 0o666, 'chmod go-w'],
    ['handset.json', 0o664, 'chmod go-w'],
  ])('does not get the handset to take a %s of mode %o', async (name, mode, cure) => {
    chmodSync(join(folder, name), mode);
    const { status, said } = await run('handset');
    expect(status).toBe(2);
    expect(said).toContain(`${cure} ${join(folder, name)}`);
  });

  it('does not get the handset to take a password by a link to a file that others can read', async () => {
    write('elsewhere', 'x\n', 0o644);
    rmSync(join(folder, 'password'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'password'));
    expect(await run('handset')).toMatchObject({ status: 2, said: expect.stringContaining('chmod 600') as string });
  });

  it('does not get the relay to take accounts that others can read, or a data folder that they can write to', async () => {
    chmodSync(join(folder, 'relay.json'), 0o644);
    expect(await run('relay')).toMatchObject({ status: 2, said: expect.stringContaining('chmod 600') as string });
    chmodSync(join(folder, 'relay.json'), 0o600);
    mkdirSync(join(folder, 'relay'));
    chmodSync(join(folder, 'relay'), 0o777);
    const { status, said } = await run('relay');
    expect(status).toBe(2);
    expect(said).toContain(
      `folder-exposed: others can change it (its mode is 0777): chmod 700 ${join(folder, 'relay')}`,
    );
    chmodSync(join(folder, 'relay'), 0o700);
    chmodSync(folder, 0o777);
    expect((await run('relay')).said).toContain(`chmod go-w ${folder}`);
    chmodSync(folder, 0o700);
    expect((await run('relay')).said).toContain('clients trust');
  });

  it.each(['relay.keys', 'relay.authority'])(
    'does not get the relay to use a folder %s that others can fill',
    async (name) => {
      mkdirSync(join(folder, name));
      chmodSync(join(folder, name), 0o777);
      const { status, said } = await run('relay');
      expect(status).toBe(2);
      expect(said).toContain(`chmod 700 ${join(folder, name)}`);
    },
  );

  it.skipIf(process.geteuid?.() !== 0).each([
    ['handset', 'password'],
    ['handset', 'ca.pem'],
    ['handset', 'handset.json'],
    ['relay', 'relay.json'],
    ['relay', 'relay'],
  ] as const)("does not get the %s to take another user's %s, whatever its mode", async (program, name) => {
    if (name === 'relay') mkdirSync(join(folder, name), { mode: 0o700 });
    chownSync(join(folder, name), 54_321, 54_321);
    const { status, said } = await run(program);
    expect(status).toBe(2);
    expect(said).toContain(`it belongs to another user (54321): chown 0 ${join(folder, name)}`);
  });

  it('gets a handset with an open data folder only to say so', async () => {
    mkdirSync(join(folder, 'data'));
    chmodSync(join(folder, 'data'), 0o777);
    expect((await run('handset')).said).toContain('store.unusable code=folder-exposed');
  });
});

describe('a program of the same user', () => {
  it('opens no debugger in the relay or the handset by SIGUSR1, even where the flag against it was forgotten', async () => {
    const bed = await AttackBed.start();
    try {
      const bob = await bed.handset('bob');
      for (const one of [bed.relay, bob]) process.kill(one.processId, 'SIGUSR1');
      // Both have answered since, so both have taken the signal.
      const { status } = await (await bed.registered('alice')).send(`sip:bob@${bed.domain}`, 'are you there?');
      expect(status).toBe(202);
      await bob.hand.led('blinking');
      expect([bed.relay, bob].map((one) => one.countLines('Debugger listening'))).toEqual([0, 0]);
    } finally {
      await bed.stop();
    }
  });
});
