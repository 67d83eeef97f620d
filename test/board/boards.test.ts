import { describe, expect, it } from 'vitest';
import { boardNamed, boards, keypadLanguages } from '../../board/boards.ts';
import { qwertyLegends } from '../../board/key-legends.ts';
import type { KeyMap, KeyName } from '../../src/domain/keys/key-map.ts';
import type { Board } from '../../src/ports/device/board.ts';

const everyBoard = Object.keys(boards).flatMap((name) =>
  Object.keys(keypadLanguages).map((language): [string, string, Board] => {
    const board = boardNamed(name, language);
    if (!board.ok) throw new Error(board.error);
    return [name, language, board.value];
  }),
);

function keysOf(keyMap: KeyMap): KeyName[] {
  return keyMap.keys.filter((key) => key !== null);
}

describe.each(everyBoard)('board %s in %s', (name, _language, board) => {
  const { keyMap, face } = board.keypad;

  it('is found under its own name', () => {
    expect(board.name).toBe(name);
  });

  it('has a place for every key of the matrix, and each key once', () => {
    expect(keyMap.keys).toHaveLength(keyMap.rows * keyMap.columns);
    expect(new Set(keysOf(keyMap)).size).toBe(keysOf(keyMap).length);
  });

  it('shows the owner exactly the keys of the matrix, each with a label or a legend', () => {
    const shown = face.flatMap((row) => row.keys);
    expect(shown.map(({ key }) => key).sort()).toEqual(keysOf(keyMap).sort());
    for (const { key, label } of shown) expect(label ?? keyMap.legends[key]?.plain ?? '').not.toBe('');
  });

  it('types every letter and every digit of its language, each layer filled', () => {
    for (const [key, legend] of Object.entries(keyMap.legends)) {
      expect(keysOf(keyMap)).toContain(key);
      for (const text of [legend.plain, legend.shift, legend.alt]) expect(text).not.toBe('');
      if (keyMap.kind === 'qwerty') {
        for (const text of [legend.plain, legend.shift, legend.alt]) expect(Array.from(text)).toHaveLength(1);
      } else {
        expect(Array.from(legend.shift)).toHaveLength(Array.from(legend.plain).length);
        expect(new Set(legend.plain).size).toBe(Array.from(legend.plain).length);
      }
    }
    const typed = Object.values(keyMap.legends)
      .map((legend) => legend.plain + legend.alt)
      .join('');
    for (const digit of '0123456789') expect(typed).toContain(digit);
  });

  it('offers each symbol once', () => {
    expect(new Set(keyMap.symbols).size).toBe(keyMap.symbols.length);
    expect(keyMap.symbols).toContain('?');
  });
});

const ALPHABETS: Readonly<Record<string, string>> = {
  en: 'abcdefghijklmnopqrstuvwxyz',
  it: 'abcdefghijklmnopqrstuvwxyzàèéìòù',
  de: 'abcdefghijklmnopqrstuvwxyzäöüß',
  fr: 'abcdefghijklmnopqrstuvwxyzàâçéèêëîïôûùœ',
  es: 'abcdefghijklmnopqrstuvwxyzáéíóúüñ¿¡',
  ru: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  el: 'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ',
};

it('every letter of every alphabet can be written on every board', () => {
  for (const [name, language, board] of everyBoard) {
    const { legends, symbols } = board.keypad.keyMap;
    const writable =
      Object.values(legends)
        .map((legend) => legend.plain + legend.alt)
        .join('') + symbols.join('');
    const missing = Array.from(ALPHABETS[language] ?? '?').filter((letter) => !writable.includes(letter));
    expect({ name, language, missing }).toEqual({ name, language, missing: [] });
  }
});

it('an unknown board or language is refused by telling which there are', () => {
  expect(boardNamed('toaster')).toEqual({
    ok: false,
    error: `there is no board "toaster"; there are: ${Object.keys(boards).join(', ')}`,
  });
  expect(boardNamed('simulator', 'xx')).toEqual({
    ok: false,
    error: 'no keys for language "xx"; there are: en, it, de, fr, es, ru, el',
  });
  expect(boardNamed('constructor').ok).toBe(false);
});

it('a row of letters that does not fill its keys is refused', () => {
  expect(() =>
    qwertyLegends(['qwertyuio', 'asdfghjkl', 'zxcvbnm'], ['1234567890', '@#+-=*/()', '!?:;"\','], ''),
  ).toThrow('row 1 has 10 keys');
});
