import { expect, it } from 'vitest';
import {
  assertLimit,
  assertOffset,
  assertRoomForContact,
  assertSettingKey,
  assertSettingValue,
} from '../../../src/store/database/bounds.ts';

const assertValue = (value: string): void => {
  assertSettingValue('key', value);
};

it.each<[string, (value: never) => void, number | string, boolean]>([
  ['a query of 0 rows', assertLimit, 0, false],
  ['a query of 1 row', assertLimit, 1, true],
  ['a query of 1,000 rows', assertLimit, 1_000, true],
  ['a query of 1,001 rows', assertLimit, 1_001, false],
  ['a query of a row and a half', assertLimit, 1.5, false],
  ['a start at row 0', assertOffset, 0, true],
  ['a start before it', assertOffset, -1, false],
  ['a start between rows', assertOffset, 0.5, false],
  ['a start where numbers are no longer exact', assertOffset, 2 ** 53, false],
  ['a key of 64 characters', assertSettingKey, `a-9.${'z'.repeat(60)}`, true],
  ['a key of 65 characters', assertSettingKey, 'z'.repeat(65), false],
  ['no key', assertSettingKey, '', false],
  ['a key that begins with another character', assertSettingKey, '_a', false],
  ['a key that ends with another character', assertSettingKey, 'a_', false],
  ['a value of 4 KiB', assertValue, 'é'.repeat(2_048), true],
  ['a value of a byte more', assertValue, `${'é'.repeat(2_048)}x`, false],
  ['the 5,000th contact', assertRoomForContact, 4_999, true],
  ['one more', assertRoomForContact, 5_000, false],
])('%s is taken or refused', (_, check, value, isTaken) => {
  const checked = expect(() => {
    check(value as never);
  });
  if (isTaken) checked.not.toThrow();
  else checked.toThrow(RangeError);
});
