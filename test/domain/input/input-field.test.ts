import { describe, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import { simulator12Key } from '../../../board/simulator-12key/board.ts';
import type { FieldKind } from '../../../src/domain/input/input-field.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import { TypedKeys } from '../../support/typed-keys.ts';

const qwerty = (kind: FieldKind, keys: readonly KeyName[]) => new TypedKeys(simulator.keypad.keyMap, kind).press(keys);
const twelve = (kind: FieldKind, keys: readonly KeyName[]) =>
  new TypedKeys(simulator12Key.keypad.keyMap, kind).press(keys);
const word = (text: string) => Array.from(text.toUpperCase(), (sign) => (sign === ' ' ? 'Space' : sign)) as KeyName[];

describe('a full keyboard', () => {
  it.each([
    ['message', 'Ab cd. E'],
    ['search', 'ab cd. E'],
    ['name', 'Ab Cd. E'],
    ['address', 'ab@cd..e'],
    ['password', 'ab cd. e'],
  ] as const)('writes "ab cd. e" in a field for a %s as "%s"', (kind, text) => {
    expect(qwerty(kind, [...word('ab cd'), 'Period', ...word(' e')]).text).toBe(text);
  });

  it.each([
    ['message', 'Ab. '],
    ['search', 'ab. '],
    ['name', 'Ab  '],
    ['address', 'ab@.'],
    ['password', 'ab  '],
  ] as const)('makes of two spaces in a field for a %s "%s"', (kind, text) => {
    expect(qwerty(kind, word('ab  ')).text).toBe(text);
  });

  it.each(['digits', 'pin'] as const)('writes digits at once in a field for %s, and nothing else', (kind) => {
    const keys = qwerty(kind, [...word('qwop'), ...word('a k'), 'Period', 'Shift', ...word('e'), 'Alt', ...word('r')]);
    expect(keys.text).toBe('129034');
    expect(keys.mode).toBe('123');
    expect(keys.press(['Backspace', 'Enter']).commands).toEqual(['backspace', 'enter']);
  });

  it('lets the owner decline a capital in a name, and offers one again for the next word', () => {
    expect(qwerty('name', ['Shift', 'Shift', 'Shift', ...word('de rossi')]).text).toBe('de Rossi');
  });
});

describe('twelve keys', () => {
  it.each([
    ['message', 'A', 'Abc'],
    ['search', 'a', 'abc'],
    ['name', 'A', 'Abc'],
    ['address', 'a', 'abc'],
    ['password', 'a', 'abc'],
    ['digits', '2', '123'],
    ['pin', '2', '123'],
  ] as const)('begin in a field for a %s with "%s", and show the mode %s', (kind, text, mode) => {
    expect(twelve(kind, []).mode).toBe(mode);
    expect(twelve(kind, ['2']).text).toBe(text);
  });

  it.each(['digits', 'pin'] as const)('write digits as fast as they are pressed in a field for %s', (kind) => {
    const keys = twelve(kind, ['2', '2', '0', '1', '*', '7']).down('5').wait(900).up('5').wait(40);
    expect(keys.text).toBe('220175');
    expect(keys.press(['#']).text).toBe('22017');
  });

  it('give the @ of an address on the space key, and then its dots', () => {
    const keys = twelve('address', ['2', '0']).wait(1300).press(['3', '0', '3']);
    expect(keys.text).toBe('a@d.d');
    expect(twelve('address', ['0', '0']).text).toBe('0');
  });

  it('keep the chosen letter case while the focus is in a field for digits', () => {
    const keys = twelve('message', ['2']).wait(1300).press(['*', '*']);
    keys.field.kind = 'digits';
    expect(keys.press(['*', '3']).text).toBe('A3');
    keys.field.kind = 'message';
    expect(keys.mode).toBe('ABC');
  });
});
