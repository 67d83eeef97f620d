import { describe, expect, it } from 'vitest';
import { composerOf } from '../../../src/domain/text/composer.ts';
import { simulator } from '../../../board/simulator/board.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import { TypedKeys } from '../../support/typed-keys.ts';

const typed = (keys: readonly KeyName[]) => new TypedKeys(simulator.keypad.keyMap).press(keys);
const word = (text: string) => Array.from(text.toUpperCase()) as KeyName[];

describe('capitals', () => {
  it('begin a text and every sentence, and nothing else', () => {
    const keys = typed([...word('hi'), 'Period', 'Space', ...word('you'), 'Alt', 'X', 'Space', ...word('ok')]);
    expect(keys.text).toBe('Hi. You? Ok');
  });

  it('begin again after Enter sent the text, and after a new line', () => {
    const sent = typed([...word('ab'), 'Enter', ...word('cd')]);
    expect([sent.field.sent, sent.text]).toEqual([['Ab'], 'Cd']);
    expect(typed(word('ab')).down('Enter').wait(600).up('Enter').wait(20).press(word('cd')).text).toBe('Ab\nCd');
  });

  it('do not follow a full stop without a space', () => {
    expect(typed([...word('relay'), 'Period', ...word('test')]).text).toBe('Relay.test');
  });

  it('depend only on where the cursor stands, not on how it came there', () => {
    expect(typed([...word('ab'), 'Left', ...word('c'), 'Left', 'Left', ...word('d')]).text).toBe('DAcb');
    const keys = typed([]);
    keys.field.composer = composerOf({ text: 'Done. ', cursor: 6 });
    expect(keys.mode).toBe('Abc');
    expect(keys.press(word('cd')).text).toBe('Done. Cd');
    keys.field.composer = composerOf({ text: 'Half a thou', cursor: 11 });
    expect(keys.press(['G']).text).toBe('Half a thoug');
  });

  it('are not written where no field has the focus', () => {
    const keys = typed([]);
    keys.field.hasFocus = false;
    expect(keys.mode).toBe('abc');
    expect(keys.press(['E']).events).toEqual([{ kind: 'text', text: 'e' }]);
  });

  it('can be declined by pressing Shift three times', () => {
    expect(typed(['Shift', 'Shift', 'Shift', ...word('ab')]).text).toBe('ab');
  });
});

describe('Shift and Alt', () => {
  it('hold for the next key when tapped once', () => {
    expect(typed([...word('a'), 'Shift', ...word('bc')]).text).toBe('ABc');
    expect(typed([...word('a'), 'Alt', ...word('qw')]).text).toBe('A1w');
  });

  it('lock when tapped twice, and a third tap unlocks', () => {
    expect(typed([...word('a'), 'Shift', 'Shift', ...word('bcd'), 'Shift', ...word('e')]).text).toBe('ABCDe');
    expect(typed([...word('a'), 'Alt', 'Alt', ...word('qwe'), 'Alt', ...word('r')]).text).toBe('A123r');
  });

  it('count for the keys pressed while held down, and are off afterwards', () => {
    const keys = typed(word('a')).down('Shift').wait(30).press(word('bc')).up('Shift').wait(30).press(word('d'));
    expect(keys.text).toBe('ABCd');
  });

  it('work for Shift although it is released after the next letter went down', () => {
    const keys = typed(word('a'))
      .down('Shift')
      .wait(30)
      .down('B')
      .wait(20)
      .up('Shift')
      .wait(20)
      .up('B')
      .wait(20)
      .press(word('c'));
    expect(keys.text).toBe('ABc');
  });

  it('are shown by the mode, each change once', () => {
    const keys = typed(['A', 'Shift', 'Shift', 'Shift', 'Alt', 'Alt', 'Alt']);
    expect(keys.field.modes).toEqual(['Abc', 'abc', 'Abc', 'ABC', 'abc', 'alt', 'abc']);
  });
});

describe('two spaces', () => {
  it('make a full stop and a space after a word, by replacing the first', () => {
    const keys = typed([...word('ok'), 'Space', 'Space', ...word('go')]);
    expect(keys.text).toBe('Ok. Go');
    expect(keys.events).toContainEqual({ kind: 'replace', text: '. ' });
  });

  it('stay spaces where there is no word before them', () => {
    expect(typed(['Space', 'Space', 'Space']).text).toBe('   ');
    expect(typed([...word('ok'), 'Space', 'Space', 'Space']).text).toBe('Ok.  ');
  });

  it('stay spaces when something was deleted in between', () => {
    expect(typed([...word('ab'), 'Space', 'C', 'Backspace', 'Space']).text).toBe('Ab  ');
  });
});

it('gives the commands of Sym, Emoji, Back and the arrows when they go down', () => {
  const keys = new TypedKeys(simulator.keypad.keyMap);
  for (const key of ['Sym', 'Emoji', 'Back', 'Up', 'Down', 'Left', 'Right'] as const)
    keys.down(key).wait(5).up(key).wait(5);
  expect(keys.commands).toEqual(['symbols', 'emoji', 'back', 'up', 'down', 'left', 'right']);
});

it('gives Menu when it is released, and the lock when it is held', () => {
  const keys = new TypedKeys(simulator.keypad.keyMap);
  expect(keys.down('Menu').wait(100).commands).toEqual([]);
  expect(keys.up('Menu').wait(10).commands).toEqual(['menu']);
  expect(keys.down('Menu').wait(600).up('Menu').wait(10).commands).toEqual(['menu', 'lock']);
});

it('keeps the order of two keys that overlap, as fast typing does', () => {
  const keys = new TypedKeys(simulator.keypad.keyMap)
    .down('T')
    .wait(30)
    .down('H')
    .wait(10)
    .up('T')
    .wait(20)
    .down('E')
    .wait(10)
    .up('H')
    .up('E')
    .wait(10);
  expect(keys.text).toBe('The');
});
