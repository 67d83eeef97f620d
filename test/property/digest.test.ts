import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DIGEST_ALGORITHMS } from '../../src/wire/authentication/digest-algorithm.ts';
import {
  formatChallenge,
  parseChallenges,
  type DigestChallenge,
} from '../../src/wire/authentication/digest-challenge.ts';
import { credentialsMatch, parseCredentials } from '../../src/wire/authentication/digest-credentials.ts';
import { answerChallenge, digestSecret } from '../../src/wire/authentication/digest-response.ts';
import { COST_TIMEOUT_MS, costOfFourfold, LINEAR } from '../support/cost-growth.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', ' ', '"', '\\', ',', '=', ';', ':', '@', 'ż', '€', '😀'),
  maxLength: 20,
});
const challenges: fc.Arbitrary<DigestChallenge> = fc.record({
  realm: text,
  nonce: text,
  opaque: fc.option(text),
  stale: fc.boolean(),
  algorithm: fc.record({ hash: fc.constantFrom(...DIGEST_ALGORITHMS), session: fc.boolean() }),
  qop: fc.constant('auth' as const),
});

test('whatever realm, user and password hold, the right secret matches and another does not', () => {
  fc.assert(
    fc.property(
      challenges,
      text,
      text,
      fc.integer({ min: 1, max: 0xffff_ffff }),
      (challenge, user, password, count) => {
        expect(parseChallenges([formatChallenge(challenge)])).toEqual([challenge]);
        const input = { challenge, username: user, password, method: 'MESSAGE', uri: 'sip:b@example.org' };
        const header = answerChallenge({ ...input, nonceCount: count, clientNonce: 'c' });
        const credentials = parseCredentials(header);
        if (credentials === null) throw new Error(`not readable: ${header}`);
        const secretOf = (word: string): string => digestSecret(challenge.algorithm.hash, user, challenge.realm, word);
        expect(credentialsMatch(credentials, secretOf(password), 'MESSAGE')).toBe(true);
        expect(credentialsMatch(credentials, secretOf(`${password}x`), 'MESSAGE')).toBe(false);
      },
    ),
  );
});

test.each(['realm="', '\\', 'nonce=,', '" ', 'qop="auth",', '= '])(
  'a header value full of %j costs no more a byte when it is long',
  (unit) => {
    const growth = costOfFourfold((size) => {
      const header = `Digest ${unit.repeat(size / unit.length)}`;
      parseChallenges([header]);
      parseCredentials(header);
    }, 4_096);
    expect(growth).toBeLessThan(LINEAR);
  },
  COST_TIMEOUT_MS,
);

test('no header value makes the readers throw', () => {
  const piece = fc.constantFrom(
    'Digest ',
    'realm=',
    'nonce=',
    '"',
    ',',
    ' ',
    '\\',
    '=',
    'a',
    'qop="auth"',
    'response=',
  );
  const value = fc.array(piece, { maxLength: 400 }).map((pieces) => `Digest ${pieces.join('')}`);
  fc.assert(
    fc.property(value, (header) => {
      expect(() => [parseChallenges([header]), parseCredentials(header)]).not.toThrow();
    }),
    { numRuns: 2_000 },
  );
});
