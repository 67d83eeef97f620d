import { describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { Acquaintances } from '../../../src/relay/bounds/acquaintances.ts';

const REMEMBERED = 50_000;
const user = (name: string | number): PeerAddress => `sip:${name}@relay.test` as PeerAddress;

describe('who has written to somebody', () => {
  it('knows that one, not the other way round, and everybody knows themselves', () => {
    const acquaintances = new Acquaintances();
    acquaintances.wrote(user('alice'), user('bob'));
    expect(acquaintances.knows(user('alice'), user('bob'))).toBe(true);
    expect(acquaintances.knows(user('bob'), user('alice'))).toBe(false);
    expect(acquaintances.knows(user('bob'), user('bob'))).toBe(true);
  });

  it('is forgotten when fifty thousand others have written since, and one who wrote again is not', () => {
    const acquaintances = new Acquaintances();
    const wrote = (name: string | number): void => {
      acquaintances.wrote(user(name), user('bob'));
    };
    const known = (name: string | number): boolean => acquaintances.knows(user(name), user('bob'));
    ['old', 'again'].forEach(wrote);
    for (let name = 2; name < REMEMBERED; name += 1) wrote(name);
    wrote('again');
    expect([acquaintances.size, known('old')]).toEqual([REMEMBERED, true]);
    wrote('one more');
    expect([acquaintances.size, known('old'), known('again')]).toEqual([REMEMBERED, false, true]);
    wrote('and another');
    expect([known(2), known('again'), known('one more')]).toEqual([false, true, true]);
  });
});
