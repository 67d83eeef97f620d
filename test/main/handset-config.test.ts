import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFaults } from '../../src/main/config-file.ts';
import { readHandsetConfig } from '../../src/main/handset-config.ts';
import { readRelayConfig } from '../../src/main/relay-config.ts';

const complete = {
  server: { domain: 'Relay.Test', ca: 'ca.pem', host: '127.0.0.1', port: 5061 },
  account: { address: 'sip:alice@RELAY.test;transport=tls', passwordFile: 'password' },
  board: 'simulator',
  dataFolder: 'data',
  timeZone: 'Europe/Rome',
  contacts: [{ name: 'Bruno Ferri', address: 'bob@relay.test' }],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
  writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
  writeFileSync(join(folder, 'password'), 'secret\n');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(value: unknown): string {
  const file = join(folder, 'alice.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

/** The faults that reading tells, each as `key: message`. */
function faultsOf(value: unknown): readonly string[] {
  const read = readHandsetConfig(write(value));
  return read.ok ? [] : read.error.map(({ key, message }) => `${key}: ${message}`);
}

describe("a handset's configuration", () => {
  it('is read with its files, its paths taken from its own folder, and its addresses normalised', () => {
    const read = readHandsetConfig(write(complete));
    expect(read).toMatchObject({
      ok: true,
      value: {
        server: { domain: 'relay.test', host: '127.0.0.1', port: 5061 },
        account: { address: 'sip:alice@relay.test', username: 'alice', password: 'secret' },
        dataFolder: join(folder, 'data'),
        board: { name: 'simulator' },
        messageFormat: 'auto',
        readReports: false,
        contacts: [{ name: 'Bruno Ferri', address: 'sip:bob@relay.test', favourite: false }],
      },
    });
  });

  it('leaves host and port to DNS when they are not given', () => {
    const read = readHandsetConfig(write({ ...complete, server: { domain: 'relay.test', ca: 'ca.pem' } }));
    expect(read).toMatchObject({ ok: true, value: { server: { host: null, port: null } } });
  });

  it.each([
    ['a key left out', { ...complete, board: undefined }, 'board: is missing'],
    ['a nested key left out', { ...complete, server: { ca: 'ca.pem' } }, 'server.domain: is missing'],
    ['a key misspelt', { ...complete, bord: 1 }, 'bord: is not a key of this file; remove it or mend its name'],
    ['a wrong type', { ...complete, readReports: 'yes' }, 'readReports: must be true or false'],
    ['an unknown board', { ...complete, board: 'nokia' }, 'board: must be the name of a board: '],
    [
      'a port out of range',
      { ...complete, server: { ...complete.server, port: 70_000 } },
      'server.port: must be 1 to 65535',
    ],
    [
      'an address that is none',
      { ...complete, account: { address: 'alice', password: 'x' } },
      'account.address: must be a SIP address',
    ],
    [
      'both ways to give the password',
      { ...complete, account: { ...complete.account, password: 'x' } },
      'account: give exactly one of',
    ],
    [
      'a CA file that is not there',
      { ...complete, server: { ...complete.server, ca: 'no.pem' } },
      'server.ca: cannot be read: ENOENT',
    ],
    [
      'a CA file that holds something else',
      { ...complete, server: { ...complete.server, ca: 'password' } },
      'server.ca: holds no PEM certificate',
    ],
    [
      'a time zone that is none',
      { ...complete, timeZone: 'Mars/Olympus' },
      'timeZone: must be the name of a time zone',
    ],
  ])('names the key and the cure for %s', (_case, value, expected) => {
    expect(faultsOf(value).join('\n')).toContain(expected);
  });

  it('tells every fault at once', () => {
    expect(faultsOf({ ...complete, board: 7, dataFolder: '' })).toHaveLength(2);
  });

  it('says which file is no JSON', () => {
    const read = readHandsetConfig(write('{'));
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : describeFaults(read.error)).toMatch(/alice\.json: is not JSON/);
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((o) => JSON.stringify({ ...complete, ...o })),
        ),
        (text) => {
          const read = readHandsetConfig(write(text));
          expect(read.ok || read.error.length > 0).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("a relay's configuration", () => {
  const relay = {
    domain: 'relay.test',
    dataFolder: 'relay',
    accounts: [{ address: 'alice@relay.test', password: 'x' }],
  };

  it('has a loopback address and the SIP TLS port when nothing else is said', () => {
    expect(readRelayConfig(write(relay))).toMatchObject({
      ok: true,
      value: { host: '127.0.0.1', port: 5061, accounts: [{ address: 'sip:alice@relay.test', username: 'alice' }] },
    });
  });

  it('refuses an account of another domain, by its place', () => {
    const read = readRelayConfig(write({ ...relay, accounts: [{ address: 'a@else.test', password: 'x' }] }));
    expect(read).toMatchObject({ ok: false, error: [{ key: 'accounts.0.address' }] });
  });
});
