import { english } from '../legends/english.ts';
import type { Board } from '../../src/ports/device/board.ts';

/**
 * The simulated board: a QWERTY handset with 320 x 240 pixels. Its matrix has no diodes, like a cheap real one, so that
 * ghost keys appear here before they do on hardware. Shift, Alt and Sym have a column each, so that a chord with one of
 * them can never make a ghost.
 */
export const simulator: Board = {
  name: 'simulator',
  screen: { widthPx: 320, heightPx: 240, driver: { kind: 'simulated' }, backlight: { kind: 'simulated' } },
  keypad: {
    source: { kind: 'simulated' },
    debounceMs: 5,
    keyMap: {
      kind: 'qwerty',
      rows: 5,
      columns: 13,
      diodes: false,
      // prettier-ignore
      keys: [
        'Back', 'Up', 'Down', 'Left', 'Right', 'Menu',   null,    null,     null, null,        null,    null,  null,
        'Q',    'W',  'E',    'R',    'T',     'Y',      'U',     'I',      'O',  'P',         null,    null,  null,
        'A',    'S',  'D',    'F',    'G',     'H',      'J',     'K',      'L',  'Backspace', null,    null,  null,
        'Z',    'X',  'C',    'V',    'B',     'N',      'M',     'Enter',  null, null,        'Shift', null,  null,
        null,   null, null,   null,   'Space', 'Period', 'Emoji', null,     null, null,        null,    'Alt', 'Sym',
      ],
      ...english.qwerty,
    },
    face: [
      {
        stretched: false,
        keys: [
          { key: 'Back', widthUnits: 1.5, label: '◁ Back' },
          { key: 'Up', widthUnits: 1.5, label: '▲' },
          { key: 'Down', widthUnits: 1.5, label: '▼' },
          { key: 'Left', widthUnits: 1.5, label: '◀' },
          { key: 'Right', widthUnits: 1.5, label: '▶' },
          { key: 'Menu', widthUnits: 1.5, label: 'Menu' },
        ],
      },
      { stretched: true, keys: (['Q', 'W', 'E', 'R', 'T', 'Y', 'U', 'I', 'O', 'P'] as const).map(letterKey) },
      {
        stretched: true,
        keys: [
          ...(['A', 'S', 'D', 'F', 'G', 'H', 'J', 'K', 'L'] as const).map(letterKey),
          { key: 'Backspace', widthUnits: 1, label: '⌫' },
        ],
      },
      {
        stretched: true,
        keys: [
          { key: 'Shift', widthUnits: 1.5, label: '⇧' },
          ...(['Z', 'X', 'C', 'V', 'B', 'N', 'M'] as const).map(letterKey),
          { key: 'Enter', widthUnits: 2.2, label: 'Enter' },
        ],
      },
      {
        stretched: true,
        keys: [
          { key: 'Alt', widthUnits: 1, label: 'Alt' },
          { key: 'Sym', widthUnits: 1, label: 'Sym' },
          { key: 'Space', widthUnits: 4, label: 'space' },
          { key: 'Period', widthUnits: 1 },
          { key: 'Emoji', widthUnits: 1, label: '☺' },
        ],
      },
    ],
  },
  led: { kind: 'simulated' },
  buzzer: { kind: 'simulated' },
  power: { kind: 'none' },
  network: { kind: 'none' },
};

function letterKey<Key>(key: Key): { key: Key; widthUnits: number } {
  return { key, widthUnits: 1 };
}
