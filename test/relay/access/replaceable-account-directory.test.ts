import { beforeEach, describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { FixedAccountDirectory, type RelayAccount } from '../../../src/relay/access/account-directory.ts';
import { ReplaceableAccountDirectory } from '../../../src/relay/access/replaceable-account-directory.ts';

const [ALICE, BOB, CAROL] = ['alice', 'bob', 'carol'].map((name) => `sip:${name}@relay.test`) as [
  PeerAddress,
  PeerAddress,
  PeerAddress,
];
const alice: RelayAccount = { username: 'alice', address: ALICE, secrets: { 'SHA-256': 'a', MD5: 'b' } };
const bob: RelayAccount = { username: 'bob', address: BOB, secrets: { 'SHA-256': 'c' }, instances: ['urn:uuid:1'] };

let accounts: ReplaceableAccountDirectory;
beforeEach(() => {
  accounts = new ReplaceableAccountDirectory(
    new FixedAccountDirectory('relay.test', [{ username: 'carol', address: CAROL, password: 'x' }]),
  );
  expect(accounts.replace([alice, bob])).toEqual([]);
});

describe('accounts that are replaced while the relay runs', () => {
  it('are found beside those that stand fast, by name and by address', () => {
    expect([accounts.findByUsername('alice'), accounts.findByAddress(BOB)]).toEqual([alice, bob]);
    expect([accounts.findByUsername('carol')?.address, accounts.findByAddress(CAROL)?.username]).toEqual([
      CAROL,
      'carol',
    ]);
    expect([accounts.findByUsername('dave'), accounts.findByAddress('sip:dave@relay.test' as PeerAddress)]).toEqual([
      null,
      null,
    ]);
  });

  it('need no new login when nothing about them is other', () => {
    const again = { ...bob, secrets: { ...bob.secrets }, instances: [...(bob.instances ?? [])] };
    expect(accounts.replace([{ ...alice }, again])).toEqual([]);
  });

  it('are gone when they are left out, and only they must log in anew', () => {
    expect(accounts.replace([alice])).toEqual([BOB]);
    expect([accounts.findByUsername('bob'), accounts.findByAddress(BOB)]).toEqual([null, null]);
  });

  it.each<[string, RelayAccount]>([
    ['another name', { ...bob, username: 'robert' }],
    ['another password', { ...bob, secrets: { 'SHA-256': 'd' } }],
    ['another algorithm beside', { ...bob, secrets: { ...bob.secrets, MD5: 'e' } }],
    ['another device', { ...bob, instances: ['urn:uuid:2'] }],
    ['one device more', { ...bob, instances: ['urn:uuid:1', 'urn:uuid:2'] }],
    ['no device at all', { ...bob, instances: [] }],
    ['whichever device comes first', { username: 'bob', address: BOB, secrets: bob.secrets }],
  ])('must log in anew with %s', (_what, changed) => {
    expect(accounts.replace([alice, changed])).toEqual([BOB]);
    expect(accounts.findByAddress(BOB)).toBe(changed);
  });

  it('bound to no device differ from those that the first device takes', () => {
    accounts.replace([{ ...bob, instances: [] }]);
    expect(accounts.replace([{ username: 'bob', address: BOB, secrets: bob.secrets }])).toEqual([BOB]);
  });
});

describe('what an address without an account is offered', () => {
  it('is what most accounts take, as accounts come and go', () => {
    expect(accounts.usualDigests).toEqual(['SHA-256', 'MD5']);
    accounts.replace([bob, { ...bob, address: ALICE, username: 'alice' }]);
    expect(accounts.usualDigests).toEqual(['SHA-256']);
    accounts.replace([]);
    expect(accounts.usualDigests).toEqual(['SHA-256', 'MD5']);
  });

  it('is everything while there is no account', () => {
    expect(new FixedAccountDirectory('relay.test', []).usualDigests).toEqual(['SHA-256', 'MD5']);
  });
});
