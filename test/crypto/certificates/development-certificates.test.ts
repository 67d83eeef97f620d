import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../src/crypto/certificates/certificate-authority.ts';
import { ensureDevelopmentCertificates } from '../../../src/crypto/certificates/development-certificates.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { dataFolder } from '../keys/data-folder.ts';

const random = new NodeRandom();
const START_MS = Date.UTC(2026, 0, 1);
const names = { sipDomain: 'example.org', dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] };

const ensure = (folder: string, atMs = START_MS, wanted = names) =>
  ensureDevelopmentCertificates(folder, wanted, atMs, random);
const ensured = (folder: string, atMs = START_MS, wanted = names) => {
  const result = ensure(folder, atMs, wanted);
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.path}`);
  return result.value;
};

describe('the development certificates', () => {
  it('are made at first start, private to their owner, and found again', () => {
    const folder = join(dataFolder(), 'certificates');
    const before = process.umask(0);
    let first;
    try {
      first = ensured(folder);
    } finally {
      process.umask(before);
    }
    expect(first.made).toBe('authority');
    expect(readdirSync(folder).sort()).toEqual(['authority.pem', 'ca.pem', 'intermediate.pem', 'server.pem']);
    const modes = ['.', 'authority.pem', 'ca.pem', 'server.pem'].map(
      (name) => statSync(join(folder, name)).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o644, 0o600]);
    expect(readFileSync(first.authorityPath, 'utf8')).toBe(first.authorityPem);
    expect(first.authorityPem).not.toMatch(/PRIVATE/);
    expect(readFileSync(first.credentialsPath, 'utf8')).toBe(
      first.privateKeyPem + (first.certificatePem.split(/(?<=-----END CERTIFICATE-----\n)/)[0] ?? ''),
    );
    expect(ensured(folder)).toEqual({ ...first, made: 'nothing' });
  });

  it('are refreshed when less than 30 days are left, the server each year and the CA in its tenth', () => {
    const folder = dataFolder();
    const first = ensured(folder);
    const lastGoodMs = START_MS + 335 * DAY_MS - 1;
    expect(first.refreshAtMs).toBe(lastGoodMs + 1);
    expect(ensured(folder, lastGoodMs).made).toBe('nothing');
    const second = ensured(folder, lastGoodMs + 1);
    expect(second.made).toBe('server');
    expect(second.authorityPem).toBe(first.authorityPem);
    const tenthYear = ensured(folder, START_MS + 3_620 * DAY_MS);
    expect(tenthYear.made).toBe('authority');
    expect(tenthYear.authorityPem).not.toBe(first.authorityPem);
  });

  it('get a new server certificate, and no new CA, when a name changes', () => {
    const folder = dataFolder();
    const first = ensured(folder);
    for (const change of [
      { sipDomain: 'other.org' },
      { dnsNames: ['localhost', 'relay.local'] },
      { dnsNames: [] },
      { ipAddresses: ['192.0.2.1'] },
    ]) {
      const changed = ensured(folder, START_MS, { ...names, ...change });
      expect(changed.made).toBe('server');
      expect(changed.authorityPem).toBe(first.authorityPem);
      expect(ensured(folder, START_MS, { ...names, ...change }).made).toBe('nothing');
    }
  });

  it('are completed after a start that was cut between two files', () => {
    const folder = dataFolder();
    const first = ensured(folder);
    rmSync(join(folder, 'ca.pem'));
    rmSync(join(folder, 'server.pem'));
    writeFileSync(join(folder, 'server.pem.new'), 'half', { mode: 0o644 });
    const again = ensured(folder);
    expect(again.made).toBe('server');
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(first.authorityPem);
    expect(statSync(join(folder, 'server.pem')).mode & 0o777).toBe(0o600);
  });

  it('are replaced when another CA signed the server', () => {
    const [folder, other] = [dataFolder(), dataFolder()];
    ensured(folder);
    ensured(other);
    writeFileSync(join(folder, 'server.pem'), readFileSync(join(other, 'server.pem')), { mode: 0o600 });
    expect(ensured(folder).made).toBe('server');
    expect(ensured(folder).made).toBe('nothing');
  });

  it.each([
    ['authority.pem', 'empty', ''],
    ['server.pem', 'no PEM', 'hello'],
    [
      'server.pem',
      'PEM around nonsense',
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    ],
  ])('tell that %s is broken (%s), and leave it as it is', (name, _, content) => {
    const folder = dataFolder();
    ensured(folder);
    const path = join(folder, name);
    writeFileSync(path, content);
    const refused = ensure(folder);
    expect(refused).toMatchObject({ ok: false, error: { code: 'broken', path } });
    expect(!refused.ok && refused.error.cure).toMatch(/delete the file/);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('tell that a key does not fit its certificate', () => {
    const [folder, other] = [dataFolder(), dataFolder()];
    const certificate = ensured(folder).certificatePem;
    const path = join(folder, 'server.pem');
    writeFileSync(path, ensured(other).privateKeyPem + certificate);
    expect(ensure(folder)).toMatchObject({ ok: false, error: { code: 'broken', path } });
  });

  it('do not accept a server certificate as a CA', () => {
    const folder = dataFolder();
    ensured(folder);
    const path = join(folder, 'authority.pem');
    writeFileSync(path, readFileSync(join(folder, 'server.pem')));
    expect(ensure(folder)).toMatchObject({ ok: false, error: { code: 'broken', path } });
  });

  it('tell that others could read a private key', () => {
    const folder = dataFolder();
    ensured(folder);
    for (const name of ['authority.pem', 'server.pem']) {
      const path = join(folder, name);
      chmodSync(path, 0o640);
      expect(ensure(folder)).toMatchObject({ ok: false, error: { code: 'exposed', path } });
      chmodSync(path, 0o600);
    }
  });

  it('report that the key of a CA is missing, instead of making another CA that no peer trusts', () => {
    const folder = dataFolder();
    ensured(folder);
    rmSync(join(folder, 'authority.pem'));
    rmSync(join(folder, 'intermediate.pem'));
    expect(ensure(folder)).toMatchObject({
      ok: false,
      error: { code: 'missing', path: join(folder, 'authority.pem') },
    });
  });

  it('have an intermediate CA of one year, so that the key of the CA can be taken away', () => {
    const [folder, apart] = [join(dataFolder(), 'certificates'), join(dataFolder(), 'authority')];
    const at = (nowMs: number) =>
      ensureDevelopmentCertificates({ folder, authorityFolder: apart }, names, nowMs, random);
    const first = at(START_MS);
    if (!first.ok) throw new Error(first.error.code);
    expect(readdirSync(folder).sort()).toEqual(['ca.pem', 'intermediate.pem', 'server.pem']);
    expect(readdirSync(apart)).toEqual(['authority.pem']);
    expect(first.value.authorityNeededAtMs).toBeNull();
    const key = readFileSync(join(apart, 'authority.pem'));
    rmSync(apart, { recursive: true });
    expect(at(START_MS + 300 * DAY_MS)).toMatchObject({
      value: {
        made: 'nothing',
        authorityNeededAtMs: START_MS + 335 * DAY_MS,
        certificatePem: first.value.certificatePem,
      },
    });
    expect(at(START_MS + 364 * DAY_MS)).toMatchObject({ value: { made: 'nothing' } });
    expect(at(START_MS + 366 * DAY_MS)).toMatchObject({
      ok: false,
      error: { code: 'missing', path: join(apart, 'authority.pem') },
    });
    mkdirSync(apart, { mode: 0o700 });
    writeFileSync(join(apart, 'authority.pem'), key, { mode: 0o600 });
    const next = at(START_MS + 366 * DAY_MS);
    expect(next).toMatchObject({ value: { made: 'server', authorityPem: first.value.authorityPem } });
  });

  it('move the key of a CA apart that an earlier version kept beside them', () => {
    const [folder, apart] = [dataFolder(), join(dataFolder(), 'authority')];
    const { authorityPem } = ensured(folder);
    const moved = ensureDevelopmentCertificates({ folder, authorityFolder: apart }, names, START_MS, random);
    expect(moved).toMatchObject({ value: { made: 'nothing', authorityPem } });
    expect(readdirSync(folder)).not.toContain('authority.pem');
    expect(readdirSync(apart)).toEqual(['authority.pem']);
  });

  it('tell that the clock is wrong when the CA was made later than now', () => {
    const folder = dataFolder();
    ensured(folder);
    const refused = ensure(folder, 0);
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-yet-valid' } });
    expect(ensured(folder).made).toBe('nothing');
  });

  it('tell that the folder cannot be written', () => {
    const file = join(dataFolder(), 'file');
    writeFileSync(file, '');
    expect(ensure(join(file, 'certificates'))).toMatchObject({ ok: false, error: { code: 'unwritable' } });
  });
});
