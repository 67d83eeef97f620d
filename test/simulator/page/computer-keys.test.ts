import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boards } from '../../../board/boards.ts';
import {
  computerKeyFor,
  foreignKeyWords,
  meaningOf,
  pasted,
  type KeyStroke,
} from '../../../src/simulator/page/computer-keys.ts';

const keysOf = (board: string) => new Set(boards[board]!.keypad.keyMap.keys.filter((key) => key !== null));

describe('the computer’s keys in words', () => {
  it('tell of Back and Menu on the keyboard with letters, which has no soft keys', () => {
    expect(foreignKeyWords(keysOf('simulator'))).toBe('Esc is Back, F2 is Menu');
  });

  it('tell of the soft keys too on twelve keys', () => {
    expect(foreignKeyWords(keysOf('simulator-12key'))).toBe(
      'Esc is Back, F2 is Menu, Page Up is the left soft key, Page Down is the right soft key',
    );
  });

  it('are the same in the README of the project as on the page', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
    for (const [key, words] of [
      ['Back', 'Back'],
      ['Menu', 'Menu'],
      ['SoftLeft', 'the left soft key'],
      ['SoftRight', 'the right soft key'],
      ['*', '`*`'],
    ] as const) {
      expect(readme).toContain(`${computerKeyFor(key, keysOf('simulator-12key'))} is ${words}`);
    }
  });
});

describe('a key of the computer that the handset has not', () => {
  const qwerty = keysOf('simulator');
  const stroke = (of: Partial<KeyStroke>): KeyStroke => ({
    code: '',
    key: '',
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    altGraph: false,
    ...of,
  });

  it.each(['ß', 'é', 'e\u0301', 'لا', 'ф', '🙂', '👨‍👩‍👧‍👦', '🇮🇹', '€'])(
    'asks for %s to be typed, so that its answer is heard',
    (key) => {
      expect(meaningOf(stroke({ key, code: 'KeyA' }), qwerty)).toEqual({ kind: 'type', text: key });
    },
  );

  it.each(['Dead', 'Process', 'Unidentified'])('says why %s types nothing, wherever that key is', (key) => {
    for (const code of ['BracketLeft', 'KeyN', '']) {
      expect(meaningOf(stroke({ key, code }), qwerty)).toMatchObject({
        kind: 'nothing',
        why: expect.any(String) as string,
      });
    }
  });

  it('leaves commands to the browser', () => {
    for (const key of ['F5', 'Delete', 'CapsLock', 'AudioVolumeUp', '']) {
      expect(meaningOf(stroke({ key, code: key }), qwerty)).toBeNull();
    }
    expect(meaningOf(stroke({ key: 'v', code: 'KeyV', ctrlKey: true }), qwerty)).toBeNull();
  });

  it('is the key at its place while Alt is held, whatever character the computer makes of the two', () => {
    for (const key of ['n', 'ñ', 'Dead']) {
      expect(meaningOf(stroke({ key, code: 'KeyN', altKey: true }), qwerty)).toEqual({ kind: 'key', key: 'N' });
    }
  });
});

describe('a text that is pasted', () => {
  it('is typed as a whole, with its new lines', () => {
    expect(pasted('one\r\ntwo\rthree')).toEqual({ kind: 'type', text: 'one\ntwo\nthree' });
  });

  it('types nothing and says why when there is none, or too much of it', () => {
    expect(pasted('')).toMatchObject({ kind: 'nothing' });
    expect(pasted('x'.repeat(500))).toMatchObject({ kind: 'type' });
    expect(pasted('x'.repeat(501))).toMatchObject({ kind: 'nothing' });
  });
});
