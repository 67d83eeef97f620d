import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeerAddress, peerDomain, peerUser, type PeerAddress } from '../../src/domain/peer-address.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
const anyDomain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
/** Any user but the empty one and those that hold a control character. */
const anyUser = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((user) => user.isWellFormed() && !/\p{Cc}/u.test(user));

function escapeAll(user: string): string {
  return Array.from(new TextEncoder().encode(user), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function mixCase(text: string, bits: number): string {
  return Array.from(text, (character, index) =>
    (bits >> (index % 30)) & 1 ? character.toUpperCase() : character,
  ).join('');
}

function parsed(text: string): PeerAddress {
  const result = parsePeerAddress(text);
  if (!result.ok) throw new Error(`${JSON.stringify(text)} was refused: ${result.error}`);
  return result.value;
}

/** The same user at the same domain, as a peer, a proxy or a person might write it. */
const spelling = fc.record({
  bits: fc.nat(),
  scheme: fc.constantFrom('sip:', 'SIP:', 'sips:', ''),
  dot: fc.constantFrom('', '.'),
  port: fc.constantFrom('', ':5060', ':5061'),
  parameters: fc.constantFrom('', ';transport=tls', ';gr=urn:uuid:1;ob', ';user=phone?Subject=%0d%0a'),
  around: fc.constantFrom(['', ''], ['<', '>'], ['"a@b <c>" <', '>;tag=1'], ['Bob <', '> ;x']),
});

describe('a peer has one address', () => {
  it('however it is spelled', () => {
    fc.assert(
      fc.property(anyUser, anyDomain, spelling, (user, domain, how) => {
        const [before, after] = how.around as [string, string];
        const host = mixCase(domain, how.bits) + how.dot + how.port + how.parameters;
        const spelled = `${before}${how.scheme}${escapeAll(user)}@${host}${after}`;
        expect(parsed(spelled)).toBe(parsed(`sip:${escapeAll(user)}@${domain}`));
      }),
    );
  });

  it('that reads as itself again', () => {
    fc.assert(
      fc.property(anyUser, anyDomain, (user, domain) => {
        const address = parsed(`sip:${escapeAll(user)}@${domain}`);
        expect(parsed(address)).toBe(address);
        expect(parsed(`<${address}>;tag=x`)).toBe(address);
        expect(decodeURIComponent(peerUser(address))).toBe(user);
        expect(peerDomain(address)).toBe(domain);
      }),
    );
  });

  it('and two users never share one', () => {
    fc.assert(
      fc.property(anyUser, anyUser, anyDomain, (one, other, domain) => {
        fc.pre(one !== other);
        expect(parsed(`sip:${escapeAll(one)}@${domain}`)).not.toBe(parsed(`sip:${escapeAll(other)}@${domain}`));
      }),
    );
  });
});

it('whatever text comes, an address is visible ASCII with one @, safe to stand in a header, or it is refused', () => {
  const hostile = fc
    .array(
      fc.constantFrom(
        'sip:',
        'sips:',
        'tel:',
        '<',
        '>',
        '"',
        '\\',
        '@',
        'bob',
        'relay.example',
        ':',
        ';',
        '?',
        '%',
        '%41',
        '%0a',
        '[',
        ']',
        '::1',
        ' ',
        ',',
        '\r\n',
        '\u0000',
        '.',
        '=',
        'é',
        '\ud800',
      ),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
      const result = parsePeerAddress(text);
      if (!result.ok) return;
      expect(result.value).toMatch(/^sip:[\x21-\x7e]+@[a-z0-9.:[\]-]+$/);
      expect(result.value).not.toMatch(/[<>"\s]/);
      expect(result.value.split('@')).toHaveLength(2);
      expect(parsed(result.value)).toBe(result.value);
    }),
    { numRuns: 5_000 },
  );
});
