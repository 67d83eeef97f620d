import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseUpdateState } from '../../../src/hardware/update/update-state-file.ts';
import { makeTestCertificates } from '../../support/certificates.ts';

const PROGRAM = fileURLToPath(new URL('../../../src/main/fetch.ts', import.meta.url));
const UPDATE = randomBytes(50_000);
const NOTICE = {
  ...{ board: 'simulator', version: '0.2.0', release: 300, bytes: UPDATE.length },
  sha256: createHash('sha256').update(UPDATE).digest('hex'),
};

vi.setConfig({ testTimeout: 60_000 });

describe('the program that fetches updates', () => {
  let folder: string;
  let server: Server;
  let notice: object;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fetch-program-'));
    for (const name of ['data/incoming', 'run/handset']) mkdirSync(join(folder, name), { recursive: true });
    const { caFile, keyFile, certificateFile } = makeTestCertificates(join(folder, 'operator'), 'relay.test');
    const secret = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };
    server = createServer(secret, (request, response) => {
      response.end(request.url === '/fleet/simulator/update.json' ? JSON.stringify(notice) : UPDATE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    notice = NOTICE;
    const url = `https://localhost:${(server.address() as AddressInfo).port}/fleet`;
    configure({ updates: { url } }, caFile);
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  function configure(more: object, ca: string): void {
    const account = { address: 'sip:alice@relay.test', password: 'correct horse' };
    const config = { server: { domain: 'relay.test', ca }, account, board: 'simulator', dataFolder: 'd', ...more };
    writeFileSync(join(folder, 'handset.json'), JSON.stringify(config), { mode: 0o600 });
  }
  /** @returns its status and what it said. */
  async function fetched(release: number): Promise<readonly [status: number, said: string]> {
    const at = (name: string): string => join(folder, name);
    const places = ['--config', at('handset.json'), '--data', at('data'), '--run', at('run')];
    const args = [PROGRAM, ...places, '--board', 'simulator', '--release', String(release)];
    return new Promise((resolve) => {
      const program = execFile(process.execPath, args, { env: { PATH: process.env['PATH'] } }, (_, __, said) => {
        resolve([program.exitCode ?? -1, said]);
      });
    });
  }
  const file = (name: string): string => join(folder, name);
  const told = () =>
    parseUpdateState(
      existsSync(file('run/handset/fetching')) ? readFileSync(file('run/handset/fetching'), 'utf8') : '',
    );

  it('fetches a newer one from the folder of its board, by the trust of the relay', async () => {
    expect(await fetched(200)).toEqual([0, 'fetch: a newer system is here, and is installed next\n']);
    expect(readFileSync(file('data/incoming/update.raucb'))).toEqual(UPDATE);
    expect(told()).toEqual({ kind: 'none' });
  });

  it('says nothing when there is none', async () => {
    expect(await fetched(300)).toEqual([0, '']);
    writeFileSync(file('data/rejected'), '299\n300\n');
    expect(await fetched(200)).toEqual([0, '']);
    expect(existsSync(file('data/incoming/update.raucb'))).toBe(false);
  });

  it('tells of one that could not be fetched, by its word', async () => {
    notice = { ...NOTICE, bytes: 1e9 };
    const [status, said] = await fetched(200);
    expect([status, said.startsWith('fetch: too-large: 1000000000 bytes; ')]).toEqual([1, true]);
    expect(told()).toEqual({ kind: 'failed', version: '0.2.0', reason: 'too-large' });
  });

  it('looks nowhere when the operator names no place', async () => {
    configure({}, join(folder, 'operator/ca.crt'));
    expect(await fetched(200)).toEqual([0, '']);
  });
});
