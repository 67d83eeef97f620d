import { english } from '../legends/english.ts';
import type { Board } from '../../src/ports/device/board.ts';

/** The simulated board with twelve keys, navigation and soft keys, and 240 x 320 pixels. Its matrix has no diodes. */
export const simulator12Key: Board = {
  name: 'simulator-12key',
  screen: { widthPx: 240, heightPx: 320, driver: { kind: 'simulated' }, backlight: { kind: 'simulated' } },
  keypad: {
    source: { kind: 'simulated' },
    debounceMs: 5,
    keyMap: {
      kind: '12-key',
      rows: 7,
      columns: 3,
      diodes: false,
      // prettier-ignore
      keys: [
        'SoftLeft', 'Up',     'SoftRight',
        'Left',     'Select', 'Right',
        'Menu',     'Down',   'Back',
        '1',        '2',      '3',
        '4',        '5',      '6',
        '7',        '8',      '9',
        '*',        '0',      '#',
      ],
      ...english.twelveKey,
    },
    face: [
      {
        stretched: true,
        keys: [
          { key: 'SoftLeft', widthUnits: 1, label: '—' },
          { key: 'Up', widthUnits: 1, label: '▲' },
          { key: 'SoftRight', widthUnits: 1, label: '—' },
        ],
      },
      {
        stretched: true,
        keys: [
          { key: 'Left', widthUnits: 1, label: '◀' },
          { key: 'Select', widthUnits: 1, label: 'OK' },
          { key: 'Right', widthUnits: 1, label: '▶' },
        ],
      },
      {
        stretched: true,
        keys: [
          { key: 'Menu', widthUnits: 1, label: 'Menu' },
          { key: 'Down', widthUnits: 1, label: '▼' },
          { key: 'Back', widthUnits: 1, label: '◁ Back' },
        ],
      },
      { stretched: true, keys: (['1', '2', '3'] as const).map(digitKey) },
      { stretched: true, keys: (['4', '5', '6'] as const).map(digitKey) },
      { stretched: true, keys: (['7', '8', '9'] as const).map(digitKey) },
      {
        stretched: true,
        keys: [
          { key: '*', widthUnits: 1, label: '* Aa' },
          { key: '0', widthUnits: 1 },
          { key: '#', widthUnits: 1, label: '# ⌫' },
        ],
      },
    ],
  },
  led: { kind: 'simulated' },
  buzzer: { kind: 'simulated' },
  power: { kind: 'none' },
  network: { kind: 'none' },
};

function digitKey<Key>(key: Key): { key: Key; widthUnits: number } {
  return { key, widthUnits: 1 };
}
