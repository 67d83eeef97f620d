import { describe, expect, it } from 'vitest';
import { composerOf } from '../../../src/domain/text/composer.ts';
import { MAX_TEXT_GRAPHEMES } from '../../../src/domain/text/text-limits.ts';
import { simulator12Key } from '../../../board/simulator-12key/board.ts';
import { TypedKeys } from '../../support/typed-keys.ts';

const handset = () => new TypedKeys(simulator12Key.keypad.keyMap);

describe('multi-tap', () => {
  it('goes through the characters of a key, and then begins again with the first', () => {
    expect(handset().press(['2']).text).toBe('A');
    expect(handset().press(['2', '2', '2']).text).toBe('C');
    expect(handset().press(['2', '2', '2', '2', '2']).text).toBe('A');
  });

  it('begins a new character with another key, or after 1.2 s without a tap', () => {
    expect(handset().press(['4', '4', '3', '3']).text).toBe('He');
    expect(handset().press(['2', '2']).wait(1200).press(['2']).text).toBe('Ba');
    expect(handset().press(['2', '2']).wait(1080).press(['2']).text).toBe('C');
  });

  it('replaces the character while it is being chosen', () => {
    expect(handset().press(['2', '2']).events).toEqual([
      { kind: 'text', text: 'A' },
      { kind: 'replace', text: 'B' },
    ]);
  });

  it('writes the digit when the key is held, and then begins anew', () => {
    const keys = handset().down('2').wait(600).up('2').wait(40);
    expect(keys.text).toBe('2');
    expect(keys.press(['2']).text).toBe('2a');
  });
});

it('a held key replaces nothing when the field did not take its character', () => {
  const keys = handset();
  keys.field.composer = composerOf({ text: '3'.repeat(MAX_TEXT_GRAPHEMES), cursor: MAX_TEXT_GRAPHEMES });
  keys.down('3').wait(600).up('3').wait(40).press(['3', '3']);
  expect(keys.events.filter((event) => event.kind === 'replace')).toEqual([]);
});

it("a key that is still held when another one types leaves the other one's character alone", () => {
  const keys = handset().down('2').wait(300).down('3').wait(300);
  expect(keys.events.filter((event) => event.kind === 'replace')).toEqual([]);
});

describe('star and hash', () => {
  it('star goes through abc, Abc, ABC, 123 when it is released', () => {
    const keys = handset().press(['2']).wait(1300);
    expect(keys.mode).toBe('abc');
    for (const mode of ['Abc', 'ABC', '123', 'abc'] as const) {
      expect(keys.press(['*']).mode).toBe(mode);
    }
  });

  it('Abc holds for one letter, ABC for all, 123 types digits at once', () => {
    expect(handset().press(['2']).wait(1300).press(['*', '3', '4']).text).toBe('ADg');
    expect(handset().press(['*', '2', '3', '3']).text).toBe('AE');
    expect(handset().press(['*', '*', '2', '3', '3']).text).toBe('233');
  });

  it('a capital offered at the start can be declined', () => {
    expect(handset().press(['*', '*', '*', '2']).text).toBe('a');
  });

  it('held star offers symbols and leaves the letter case alone', () => {
    const keys = handset().press(['2']).wait(1300).down('*').wait(600).up('*').wait(40);
    expect(keys.commands).toEqual(['symbols']);
    expect(keys.mode).toBe('abc');
  });

  it('hash deletes, and repeats when it is held', () => {
    expect(handset().press(['4', '3', '#']).text).toBe('G');
    expect(handset().down('#').wait(410).wait(60).up('#').wait(40).commands).toEqual([
      'backspace',
      'backspace',
      'backspace',
    ]);
  });

  it('a star that is still down when a letter comes counts before it', () => {
    const keys = handset().press(['2']).wait(1300).down('*').wait(20).down('3').wait(20).up('*').up('3').wait(20);
    expect(keys.text).toBe('AD');
  });
});

it('gives the commands of the soft keys, and treats the centre key as Enter, also when held', () => {
  expect(handset().press(['SoftLeft', 'SoftRight', 'Select']).commands).toEqual(['soft-left', 'soft-right', 'enter']);
  expect(handset().press(['Select'], 600).commands).toEqual(['enter-long']);
});

it('starts a new sentence with a capital after a full stop and a space', () => {
  expect(handset().press(['4', '1', '0', '4']).text).toBe('G. G');
});
