import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv6, parseIpAddress } from '../../src/domain/ip-address.ts';

const group = fc.constantFrom(
  '0',
  '0',
  '0',
  '1',
  'ff',
  'DB8',
  '0db8',
  'ffff',
  '10000',
  'g',
  '',
  '192.0.2.1',
  '256.1.1.1',
  '01.2.3.4',
);
/** Addresses, and what nearly is one. */
const anyText = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.array(group, { maxLength: 9 }).map((groups) => groups.join(':')),
  fc
    .tuple(fc.array(group, { maxLength: 8 }), fc.array(group, { maxLength: 8 }))
    .map(([one, other]) => `${one.join(':')}::${other.join(':')}`),
  fc.array(fc.constantFrom('0', '9', '255', '256', '00', 'a', ''), { maxLength: 5 }).map((parts) => parts.join('.')),
  fc.string({ maxLength: 20 }),
);

describe('an IP address', () => {
  it('is what the operating system takes for one, but for a zone', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => !text.includes('%')),
        (text) => {
          const family = { 4: 4, 16: 6 }[parseIpAddress(text)?.length ?? 0] ?? 0;
          expect(family).toBe(isIP(text));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('of version 6 has the short form that a URL has, and that form is the same address', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => isIP(text) === 6 && !text.includes('%')),
        (text) => {
          const bytes = parseIpAddress(text)!;
          expect(`[${formatIpv6(bytes)}]`).toBe(new URL(`http://[${text}]/`).hostname);
          expect(parseIpAddress(formatIpv6(bytes))).toEqual(bytes);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
