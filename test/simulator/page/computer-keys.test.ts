import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boards } from '../../../board/boards.ts';
import { computerKeyFor, foreignKeyWords } from '../../../src/simulator/page/computer-keys.ts';

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
