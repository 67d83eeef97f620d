import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFaults } from '../../../src/main/config/config-file.ts';
import { readHandsetConfig } from '../../../src/main/config/handset-config.ts';
import { readRelayConfig } from '../../../src/main/config/relay-config.ts';
import { machineTimeZone } from '../../../src/main/machine/time/machine-time-zone.ts';
import { systemTimeZones } from '../../support/time-zones.ts';

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
  writeFileSync(join(folder, 'password'), 'secret\n', { mode: 0o600 });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(value: unknown): string {
  const file = join(folder, 'alice.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value), { mode: 0o600 });
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
        settings: { defaults: { timeZone: 'Europe/Rome' }, locked: [] },
        contacts: [{ name: 'Bruno Ferri', address: 'sip:bob@relay.test', favourite: false }],
      },
    });
  });

  it('binds the account to a realm, and allows MD5, only when it says so', () => {
    const account = { ...complete.account, realm: 'The Office', digest: 'MD5' };
    const read = readHandsetConfig(write({ ...complete, account }));
    expect(read).toMatchObject({ ok: true, value: { account: { realm: 'The Office', allowsMd5: true } } });
    const plain = readHandsetConfig(write(complete));
    expect(plain).toMatchObject({ ok: true, value: { account: { realm: null, allowsMd5: false } } });
  });

  it("takes the operator's defaults from the top of the file and from the settings alike, and what is locked", () => {
    const settings = { defaults: { alertProfile: 'led-only', keypadLockSeconds: 0 }, locked: ['theme', 'readReports'] };
    const read = readHandsetConfig(write({ ...complete, theme: 'light', readReports: true, settings }));
    const defaults = {
      timeZone: 'Europe/Rome',
      theme: 'light',
      readReports: true,
      alertProfile: 'led-only',
      keypadLockSeconds: 0,
    };
    expect(read.ok && read.value.settings).toEqual({ defaults, locked: ['theme', 'readReports'] });
  });

  it('speaks TLS 1.3 to any certificate of its CA, unless the file says more', () => {
    expect(readHandsetConfig(write(complete))).toMatchObject({
      value: { server: { oldestTls: 'TLSv1.3', pins: [], revocationFile: null } },
    });
    const pin = `${'A'.repeat(43)}=`;
    const server = { ...complete.server, tls: '1.2', pins: [pin] };
    expect(readHandsetConfig(write({ ...complete, server }))).toMatchObject({
      value: { server: { oldestTls: 'TLSv1.2', pins: [pin] } },
    });
    expect(faultsOf({ ...complete, server: { ...server, tls: '1.1' } })[0]).toContain('server.tls: must be "1.3"');
    expect(faultsOf({ ...complete, server: { ...server, pins: ['sha1'] } })[0]).toContain(
      'server.pins.0: must be 32 bytes',
    );
    expect(faultsOf({ ...complete, server: { ...server, crl: 'none.crl' } })[0]).toContain(
      'is not there; mend the path',
    );
    expect(faultsOf({ ...complete, server: { ...server, crl: 'ca.pem' } })[0]).toContain('holds no list of revoked');
  });

  it('is refused when others can read a secret of it, or change whom it trusts', () => {
    const withPassword = { ...complete, account: { address: 'alice@relay.test', password: 'x' } };
    const file = write(withPassword);
    expect(faultsOf(withPassword)).toEqual([]);
    chmodSync(file, 0o644);
    expect(faultsOf(withPassword)[0]).toMatch(
      /^account\.password: is a secret in a file of which others can read .*chmod 600/,
    );
    expect(faultsOf(complete)).toEqual([]);
    chmodSync(file, 0o664);
    expect(faultsOf(complete)[0]).toMatch(/^: is refused, because others can change it .*chmod go-w/);
    chmodSync(file, 0o600);
    chmodSync(join(folder, 'password'), 0o666);
    expect(faultsOf(complete)[0]).toMatch(/^account\.passwordFile: .*is refused, because others can read .*chmod 600/);
    chmodSync(join(folder, 'password'), 0o600);
    chmodSync(join(folder, 'ca.pem'), 0o646);
    expect(faultsOf(complete)[0]).toMatch(/^server\.ca: .*chmod go-w/);
    chmodSync(join(folder, 'ca.pem'), 0o644);
    chmodSync(folder, 0o777);
    expect(faultsOf(complete)[0]).toContain(`others can put another in its place: chmod go-w ${folder}`);
  });

  it('has the time zone of the machine when none is given', () => {
    const read = readHandsetConfig(write({ ...complete, timeZone: undefined }));
    const timeZone = machineTimeZone(systemTimeZones);
    expect(read.ok && read.value.settings.defaults).toEqual({ timeZone });
  });

  it("has the board's keys in the language of the operator", () => {
    const settings = { defaults: { language: 'it' } };
    const read = readHandsetConfig(write({ ...complete, settings }));
    const italian = readHandsetConfig(write({ ...complete, language: 'it' }));
    const english = readHandsetConfig(write(complete));
    const keysOf = (of: typeof read): unknown => of.ok && of.value.board.keypad.keyMap;
    expect(keysOf(read)).toEqual(keysOf(italian));
    expect(keysOf(read)).not.toEqual(keysOf(english));
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
      'a digest that is no choice',
      { ...complete, account: { ...complete.account, digest: 'SHA-1' } },
      'account.digest: must be "strongest" or "MD5"',
    ],
    [
      'both ways to give the password',
      { ...complete, account: { ...complete.account, password: 'x' } },
      'account: give exactly one of',
    ],
    [
      'a CA file that is not there',
      { ...complete, server: { ...complete.server, ca: 'no.pem' } },
      'no.pem is not there; mend the path',
    ],
    [
      'a CA file that holds something else',
      { ...complete, server: { ...complete.server, ca: 'password' } },
      'server.ca: holds no PEM certificate',
    ],
    [
      'a CA file that is a folder',
      { ...complete, server: { ...complete.server, ca: '.' } },
      'is a folder; name a file',
    ],
    ['a group left out', { ...complete, server: undefined }, 'server: is missing; for example {"domain": '],
    ['a list that is none', { ...complete, contacts: 7 }, 'contacts: must be a list in [ ]'],
    ['a group that is none', { ...complete, account: 'alice' }, 'account: must be keys with values in { }'],
    ['a number in quotes', { ...complete, keypadLockSeconds: '9' }, 'keypadLockSeconds: must be a number without'],
    ['a text without quotes', { ...complete, dataFolder: 9 }, 'dataFolder: must be a text in quotes'],
    [
      'a contact without an address',
      { ...complete, contacts: [{ name: 'Bob' }] },
      'contacts.0.address: is missing; for',
    ],
    [
      'a setting out of range',
      { ...complete, keypadLockSeconds: 3_601 },
      'keypadLockSeconds: must be 0 to 3600 seconds',
    ],
    [
      'a setting of a word that there is not',
      { ...complete, settings: { defaults: { alertProfile: 'loud' } } },
      'settings.defaults.alertProfile: must be "sound", "led-only" or "silent"',
    ],
    [
      'a setting that there is not',
      { ...complete, settings: { defaults: { colour: 'red' } } },
      'settings.defaults.colour: is not a key of this file',
    ],
    [
      'a locked setting that there is not',
      { ...complete, settings: { locked: ['colour'] } },
      'settings.locked.0: must be the name of a setting: language, ',
    ],
    [
      'a setting given twice',
      { ...complete, settings: { defaults: { timeZone: 'UTC' } } },
      'settings.defaults.timeZone: is given as timeZone too; remove one of both',
    ],
    [
      'a time zone that is none',
      { ...complete, timeZone: 'Mars/Olympus' },
      'timeZone: must be the name of a time zone',
    ],
  ])('names the key and the cure for %s', (_case, value, expected) => {
    expect(faultsOf(value).join('\n')).toContain(expected);
  });

  it.each(['https://x/', 'exa mple', 'x:5061', 'user@x', ''])('refuses the host "%s"', (host) => {
    expect(faultsOf({ ...complete, server: { ...complete.server, host } }).join()).toMatch(/^server\.host: must/);
  });

  it.each(['exa mple', 'sip:example.org', 'example.org:5061', 'example.org;lr', 'a@b', ''])(
    'refuses the domain "%s"',
    (domain) => {
      const [fault = ''] = faultsOf({ ...complete, server: { ...complete.server, domain } });
      expect(fault).toBe('server.domain: must be a domain alone, as example.org');
    },
  );

  it.each(['sip.example.org', 'localhost', 'my_server', '10.0.0.1', '::1', '[::1]', 'example.org.'])(
    'takes the host %s',
    (host) => {
      expect(faultsOf({ ...complete, server: { ...complete.server, host } })).toEqual([]);
    },
  );

  it('takes a port without a host: that of the domain itself (RFC 3263 §4.2)', () => {
    const read = readHandsetConfig(write({ ...complete, server: { domain: 'relay.test', ca: 'ca.pem', port: 5062 } }));
    expect(read).toMatchObject({ ok: true, value: { server: { host: null, port: 5062 } } });
  });

  it.each([
    ['\n', 'is an empty file'],
    ['one\ntwo\n', 'must hold the password alone'],
  ])('refuses a password file that holds %j', (content, expected) => {
    writeFileSync(join(folder, 'password'), content);
    expect(faultsOf(complete).join()).toContain(`account.passwordFile: ${expected}`);
  });

  it('reports a single fault for a file that is a list', () => {
    expect(faultsOf([])).toEqual([': must be keys with values in { }']);
  });

  it('is read after a byte order mark', () => {
    writeFileSync(join(folder, 'password'), '\uFEFFsecret\n');
    const read = readHandsetConfig(write(`\uFEFF${JSON.stringify(complete)}`));
    expect(read).toMatchObject({ ok: true, value: { account: { password: 'secret' } } });
  });

  it('reports every fault at once', () => {
    expect(faultsOf({ ...complete, board: 7, dataFolder: '' })).toHaveLength(2);
  });

  it('says which file is not JSON', () => {
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

  it('has a loopback address and the SIP TLS port by default', () => {
    expect(readRelayConfig(write(relay))).toMatchObject({
      ok: true,
      value: { host: '127.0.0.1', port: 5061, accounts: [{ address: 'sip:alice@relay.test', username: 'alice' }] },
    });
  });

  it('refuses an account of another domain, and names its place in the list', () => {
    const read = readRelayConfig(write({ ...relay, accounts: [{ address: 'a@else.test', password: 'x' }] }));
    expect(read).toMatchObject({ ok: false, error: [{ key: 'accounts.0.address' }] });
  });

  it.each([
    ['address', { address: 'ALICE@relay.test', password: 'y' }, false],
    ['address', { address: 'sip:alice@RELAY.test', password: 'y' }, true],
    ['username', { address: 'bob@relay.test', username: 'alice', password: 'y' }, true],
  ])('refuses a second account of the same %s: %j', (key, second, isRefused) => {
    const read = readRelayConfig(write({ ...relay, accounts: [...relay.accounts, second] }));
    expect(read.ok).toBe(!isRefused);
    if (!read.ok) expect(describeFaults(read.error)).toContain(`accounts.1.${key}: is that of accounts.0 too`);
  });

  it('names its missing keys with examples', () => {
    const read = readRelayConfig(write({ accounts: [{}] }));
    expect(read.ok ? '' : describeFaults(read.error)).toMatch(
      /domain: is missing; for .*\n.*dataFolder: is missing; for .*\n.*accounts\.0\.address: is missing; for /,
    );
  });
});
