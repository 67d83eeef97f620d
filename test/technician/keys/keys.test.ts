import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'operator-'));
const keys = join(home, 'keys');

function makeKeys(environment: Readonly<Record<string, string>> = {}): {
  readonly status: number;
  readonly said: string;
} {
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, 'firmware/technician/keys/keys.ts')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: home, KEYS: keys, ...environment },
  });
  return { status: status ?? -1, said: stderr };
}
const openssl = (...args: readonly string[]): string =>
  execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  expect(makeKeys({ OPERATOR: 'Acme' })).toMatchObject({ status: 0 });
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

it('an operator gets an authority and a certificate of it that signs programs and nothing else', () => {
  expect(openssl('verify', '-CAfile', join(keys, 'ca.pem'), join(keys, 'signing.pem'))).toContain(': OK');
  const told = openssl('x509', '-noout', '-text', '-in', join(keys, 'signing.pem'));
  expect(told).toMatch(/Extended Key Usage: critical\s+Code Signing\n/);
  expect(told).toContain('CA:FALSE');
  expect(told).toMatch(/Issuer: CN ?= ?Acme updates/);
});

it('nobody else may read any of it', () => {
  expect(statSync(keys).mode & 0o777).toBe(0o700);
  for (const entry of readdirSync(keys, { recursive: true, withFileTypes: true })) {
    expect(statSync(join(entry.parentPath, entry.name)).mode & 0o077, entry.name).toBe(0);
  }
});

it('what is there is never written over, and its ends are told', () => {
  const before = readFileSync(join(keys, 'ca.pem'));
  const { status, said } = makeKeys();
  expect(status).toBe(1);
  expect(said).toMatch(/The signing certificate ends on \d{4}-\d\d-\d\d, in 109\d days\./);
  expect(said).toContain('nothing was written');
  expect(readFileSync(join(keys, 'ca.pem'))).toEqual(before);
});

it('a new signing certificate is of the same authority, and the old one stays under another name', () => {
  const [before, authority] = ['signing.pem', 'ca.pem'].map((name) => readFileSync(join(keys, name), 'utf8'));
  expect(makeKeys({ RENEW: '1' })).toMatchObject({ status: 0 });
  expect(readFileSync(join(keys, 'ca.pem'), 'utf8')).toBe(authority);
  expect(openssl('verify', '-CAfile', join(keys, 'ca.pem'), join(keys, 'signing.pem'))).toContain(': OK');
  const old = readdirSync(keys).find((name) => /^signing\.until-/.test(name)) ?? '';
  expect(readFileSync(join(keys, old), 'utf8')).toBe(before);
  expect(readFileSync(join(keys, 'signing.pem'), 'utf8')).not.toBe(before);
});

it('a renewal without the key of the authority says where it is wanted', () => {
  rmSync(join(keys, 'root'), { recursive: true });
  expect(makeKeys({ RENEW: '1' }).said).toContain('put the folder "root" back from its safe place');
});

it('keys are refused a place in the project', () => {
  const { status, said } = makeKeys({ KEYS: join(PROJECT, 'var/keys') });
  expect(status).toBe(1);
  expect(said).toContain('which is in the project');
});

it("without a folder that is named, they lie among the user's data", () => {
  expect(makeKeys({ KEYS: '' })).toMatchObject({ status: 0 });
  expect(readdirSync(join(home, '.local/share/secure-handset/keys'))).toContain('ca.pem');
});
