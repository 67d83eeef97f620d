import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { readAccountOrder, runAccountCommand } from '../../../src/main/relay/account-command.ts';
import { readAccountsFile } from '../../../src/main/relay/accounts-file.ts';
import { watchAccounts } from '../../../src/main/relay/watch-accounts.ts';
import { FixedAccountDirectory } from '../../../src/relay/access/account-directory.ts';
import { ReplaceableAccountDirectory } from '../../../src/relay/access/replaceable-account-directory.ts';
import { digestSecret } from '../../../src/wire/authentication/digest-response.ts';
import { addressOf, DOMAIN, RecordingLog } from '../../relay/support/relay-rig.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { valueOf } from '../../support/store-fixtures.ts';

let folder: string;
let accountsFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  accountsFile = join(folder, 'accounts.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function account(...words: readonly string[]) {
  const order = readAccountOrder([...words, '--config', 'relay.json']);
  if (!order.ok) return order;
  const config = { domain: DOMAIN, host: '127.0.0.1', port: 0, dataFolder: folder, accountsFile };
  const carol = { address: addressOf('carol'), username: 'carol', password: 'x' };
  return runAccountCommand(order.value, { ...config, accounts: [carol] }, new NodeRandom());
}

const passwordIn = (printed: string): string => /with the password (\S+)/.exec(printed)?.[1] ?? '';

describe('relay account', () => {
  it('adds an account, prints its password once, and keeps only what the password hashes to', () => {
    const printed = valueOf(account('add', 'alice'));
    const password = passwordIn(printed);
    expect(printed).toBe(`sip:alice@relay.test can log in as alice, with the password ${password}\n`);
    expect(password).toHaveLength(24);
    expect(readFileSync(accountsFile, 'utf8')).not.toContain(password);
    expect(statSync(accountsFile).mode & 0o777).toBe(0o600);
    expect(valueOf(readAccountsFile(accountsFile, DOMAIN))).toEqual([
      {
        address: addressOf('alice'),
        username: 'alice',
        secrets: { 'SHA-256': digestSecret('SHA-256', 'alice', DOMAIN, password) },
      },
    ]);
    expect(passwordIn(valueOf(account('add', 'bob', '--md5')))).not.toBe(password);
    expect(valueOf(readAccountsFile(accountsFile, DOMAIN))[1]?.secrets).toHaveProperty('MD5');
    expect(valueOf(account('list'))).toBe('sip:alice@relay.test\nsip:bob@relay.test\n');
  });

  it('gives an account a new password, and removes it', () => {
    const first = passwordIn(valueOf(account('add', 'alice')));
    expect(passwordIn(valueOf(account('password', 'alice')))).not.toBe(first);
    expect(valueOf(account('remove', 'sip:alice@relay.test'))).toBe('sip:alice@relay.test is removed\n');
    expect(valueOf(account('list'))).toBe('');
  });

  it.each([
    [['add', 'alice'], /exists; use "account password"/],
    [['password', 'dora'], /is no account/],
    [['remove', 'dora'], /is no account/],
    [['add', 'carol'], /stands in the configuration file itself/],
    [['add', 'x@elsewhere.test'], /is no name of an account in relay\.test/],
    [['add', 'a b'], /is no name of an account/],
    [['add'], /usage: relay account add NAME/],
    [['list', 'alice'], /usage:/],
    [['drop', 'alice'], /usage:/],
    [['add', 'alice', '--sha1'], /Unknown option[^]*usage:/],
  ])('refuses %j with the cure', (words, cure) => {
    valueOf(account('add', 'alice'));
    const before = readFileSync(accountsFile);
    expect(account(...words)).toMatchObject({ ok: false, error: expect.stringMatching(cure) as string });
    expect(readFileSync(accountsFile)).toEqual(before);
  });

  it('refuses a file that others can read, and one that is no list of accounts', () => {
    valueOf(account('add', 'alice'));
    chmodSync(accountsFile, 0o644);
    expect(account('list')).toMatchObject({ ok: false, error: expect.stringContaining('chmod 600') as string });
    chmodSync(accountsFile, 0o600);
    writeFileSync(accountsFile, '{"accounts": [{"address": "alice@relay.test", "username": "a", "password": "x"}]}');
    expect(account('list')).toMatchObject({ ok: false, error: expect.stringContaining('is not a key') as string });
    writeFileSync(accountsFile, '{"accounts": [{"address": "alice@else.test", "username": "a", "secrets": {}}]}');
    expect(account('list')).toMatchObject({ ok: false, error: expect.stringContaining('not in the domain') as string });
  });
});

describe('the accounts of a running relay', () => {
  it('follow the file within a second, and who is removed or has a new password is named; a torn file changes nothing', () => {
    valueOf(account('add', 'alice'));
    valueOf(account('add', 'bob'));
    const clock = new VirtualClock();
    const log = new RecordingLog();
    const ended: string[] = [];
    const directory = new ReplaceableAccountDirectory(new FixedAccountDirectory(DOMAIN, []));
    const loginsEnded = (users: readonly string[]): void => void ended.push(...users);
    const watch = valueOf(watchAccounts({ path: accountsFile, domain: DOMAIN, directory, clock, log, loginsEnded }));
    expect(directory.findByAddress(addressOf('alice'))?.username).toBe('alice');
    valueOf(account('add', 'dora'));
    clock.advance(1_000);
    expect(directory.findByUsername('dora')).not.toBeNull();
    expect(ended).toEqual([]);
    valueOf(account('remove', 'alice'));
    valueOf(account('password', 'bob'));
    clock.advance(1_000);
    expect(directory.findByUsername('alice')).toBeNull();
    expect(ended.toSorted()).toEqual([addressOf('alice'), addressOf('bob')]);
    writeFileSync(accountsFile, '{');
    clock.advance(1_000);
    expect(directory.findByUsername('dora')).not.toBeNull();
    expect(log.codes('error')).toEqual(['relay.accounts-unreadable']);
    watch.cancel();
    expect(clock.pendingTimers).toBe(0);
  });
});
