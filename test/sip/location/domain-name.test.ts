import { expect, test } from 'vitest';
import { isServiceName, isUsableTarget } from '../../../src/sip/location/domain-name.ts';

/** So many characters, in labels of 62 at most. */
const nameOf = (characters: number): string => 'a.'.repeat(200).slice(0, characters - 1) + 'z';

test.each([
  ['one label', 'a', true],
  ['a service', '_sips._tcp.example.org', true],
  ['a name with the dot of the root', 'example.org.', true],
  ['a label of 63', `${'a'.repeat(63)}.org`, true],
  ['a label of 64', `${'a'.repeat(64)}.org`, false],
  ['a name of 253 and its dot', `${nameOf(253)}.`, true],
  ['a name of 255', nameOf(255), false],
  ['nothing', '', false],
  ['the root', '.', false],
  ['an empty label', 'a..b', false],
  ['a hyphen at the start', '-a.org', false],
  ['a hyphen at the end', 'a-.org', false],
  ['more than a name', 'a.org/x', false],
])('%s may be looked up or not', (_, name, may) => {
  expect(isServiceName(name)).toBe(may);
});

test.each([
  [0, false],
  [1, true],
  [65_535, true],
  [65_536, false],
])('port %i is a place or none', (port, isPlace) => {
  expect(isUsableTarget({ target: 'a', port, priority: 1, weight: 1 })).toBe(isPlace);
});
