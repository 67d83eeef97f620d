import { expect, it, test } from 'vitest';
import { parseDigestParams } from '../../../src/wire/authentication/auth-params.ts';
import { parseChallenges } from '../../../src/wire/authentication/digest-challenge.ts';
import { parseCredentials } from '../../../src/wire/authentication/digest-credentials.ts';

const read = (value: string): unknown => {
  const params = parseDigestParams(value);
  return params === null ? null : Object.fromEntries(params);
};

it('reads parameters with names in lower case, values unquoted, white space passed over', () => {
  expect(read('Digest a=1')).toEqual({ a: '1' });
  expect(read('dIGEST \t Realm = "a, \\"b\\"" , NC=0a')).toEqual({ realm: 'a, "b"', nc: '0a' });
  expect(read('Digest ')).toEqual({});
});

test.each([
  ['another scheme', 'Basic realm="r", nonce="n"'],
  ['a scheme that only begins so', 'Digests realm="r"'],
  ['a scheme alone', 'Digest'],
  ['no scheme', 'realm="r"'],
  ['nothing', ''],
  ['white space before the scheme', ' Digest realm="r"'],
  ['a parameter without a value', 'Digest realm'],
  ['a parameter with an empty value', 'Digest realm=, nonce="n"'],
  ['a parameter in two spellings', 'Digest realm="r", REALM="s"'],
  ['no comma between two parameters', 'Digest realm="r" nonce="n"'],
  ['two commas', 'Digest realm="r",, nonce="n"'],
])('%s has no Digest parameters', (_, value) => {
  expect(read(value)).toBeNull();
});

test.each([
  ['true', true],
  ['TRUE', true],
  ['false', false],
])('a challenge with stale=%s is stale: %s', (stale, expected) => {
  expect(parseChallenges([`Digest realm="r", nonce="n", stale=${stale}`])).toMatchObject([{ stale: expected }]);
});

it('takes auth from a list of protections in any case, and the session form only with it', () => {
  const challenge = (rest: string): unknown => parseChallenges([`Digest realm="r", nonce="n"${rest}`])[0];
  expect(challenge(', qop="auth-int, AUTH"')).toMatchObject({ qop: 'auth', opaque: null });
  expect(challenge('')).toMatchObject({ qop: null, stale: false, algorithm: { hash: 'MD5', session: false } });
  expect(challenge(', algorithm=md5-SESS, qop=auth')).toMatchObject({ algorithm: { hash: 'MD5', session: true } });
  expect(challenge(', algorithm=MD5-sess')).toBeUndefined();
});

const CREDENTIALS = {
  username: '"u"',
  realm: '"r"',
  nonce: '"n"',
  uri: '"sip:b"',
  response: `"${'aB'.repeat(16)}"`,
  qop: 'auth',
  nc: '0000000A',
  cnonce: '"c"',
};
const credentials = (changes: Record<string, string | undefined>): ReturnType<typeof parseCredentials> => {
  const params = Object.entries<string | undefined>({ ...CREDENTIALS, ...changes }).filter(
    ([, value]) => value !== undefined,
  );
  return parseCredentials(`Digest ${params.map(([name, value]) => `${name}=${value}`).join(', ')}`);
};

it('reads credentials, with the response in lower case', () => {
  expect(credentials({})).toEqual({
    username: 'u',
    realm: 'r',
    nonce: 'n',
    uri: 'sip:b',
    response: 'ab'.repeat(16),
    algorithm: { hash: 'MD5', session: false },
    opaque: null,
    qop: { nonceCount: '0000000A', clientNonce: 'c' },
  });
  expect(credentials({ qop: 'AUTH' })?.qop).not.toBeNull();
  expect(credentials({ qop: undefined })?.qop).toBeNull();
});

it('reads no credentials of another scheme', () => {
  expect(parseCredentials('Basic dTpw')).toBeNull();
});

test.each<[string, Record<string, string | undefined>]>([
  ['no user', { username: undefined }],
  ['no realm', { realm: undefined }],
  ['no nonce', { nonce: undefined }],
  ['no uri', { uri: undefined }],
  ['no response', { response: undefined }],
  ['a response that is too short', { response: 'ab'.repeat(15) }],
  ['a response that is too long', { response: 'ab'.repeat(65) }],
  ['a response that is not hexadecimal', { response: 'xy'.repeat(16) }],
  ['an algorithm that is not ours', { algorithm: 'SHA-1' }],
  ['another protection', { qop: 'auth-int' }],
  ['no count', { nc: undefined }],
  ['a count of seven digits', { nc: '0000001' }],
  ['a count of nine digits', { nc: '000000001' }],
  ['no cnonce', { cnonce: undefined }],
])('credentials with %s are malformed', (_, changes) => {
  expect(credentials(changes)).toBeNull();
});
