import type { KeyMap } from '../src/domain/keys/key-map.ts';
import type { Board } from '../src/ports/device/board.ts';

/** The protocol of the UART keypad has no room for more (docs/uart-keypad.md). */
const MAX_UART_CONTACTS = 210;
/** The kernel takes no more lines in one request. */
const MAX_LINES = 64;

/** Keys without a place, places without a key, and a source that has other contacts than the key map. */
export function keyFaults(keypad: Board['keypad']): readonly string[] {
  const { keyMap, face, source } = keypad;
  const keys = keyMap.keys.filter((key) => key !== null);
  const shown = face.flatMap((row) => row.keys);
  const shownKeys = shown.map(({ key }) => key);
  const unlabelled = shown.filter(({ key, label }) => (label ?? keyMap.legends[key]?.plain ?? '') === '');
  return [
    ...twice(keys).map((key) => `key ${key} is twice in the key map`),
    ...twice(shownKeys).map((key) => `key ${key} is twice on the face`),
    ...without(keys, shownKeys).map((key) => `key ${key} has no place on the face`),
    ...without(shownKeys, keys).map((key) => `key ${key} of the face is not in the key map`),
    ...unlabelled.map(({ key }) => `key ${key} has neither a legend nor a label`),
    ...countFaults(keyMap, source),
  ];
}

function countFaults(keyMap: KeyMap, source: Board['keypad']['source']): readonly string[] {
  const places = keyMap.rows * keyMap.columns;
  const faults = counted('keyMap.keys', keyMap.keys.length, places, 'rows * columns of the key map');
  switch (source.kind) {
    case 'simulated':
      return faults;
    case 'gpio-matrix':
      return [
        ...faults,
        ...counted('rowLines', source.rowLines.length, keyMap.rows, 'rows of the key map'),
        ...counted('columnLines', source.columnLines.length, keyMap.columns, 'columns of the key map'),
        ...noMoreThan('columnLines', source.columnLines.length, MAX_LINES),
      ];
    case 'gpio-direct':
      return [
        ...faults,
        ...counted('lines', source.lines.length, places, 'keyMap.keys'),
        ...noMoreThan('lines', source.lines.length, MAX_LINES),
      ];
    case 'input-device':
      return [
        ...faults,
        ...counted('keyCodes', source.keyCodes.length, places, 'keyMap.keys'),
        ...twice(source.keyCodes).map((code) => `${code} is twice in keyCodes`),
      ];
    case 'uart':
      return [
        ...faults,
        ...counted('contacts', source.contacts, places, 'keyMap.keys'),
        ...noMoreThan('contacts', source.contacts, MAX_UART_CONTACTS),
      ];
  }
}

function counted(name: string, count: number, wanted: number, of: string): readonly string[] {
  return count === wanted ? [] : [`${name} has ${count}, and ${of} ${wanted}`];
}

function noMoreThan(name: string, count: number, most: number): readonly string[] {
  return count <= most ? [] : [`${name} has ${count}, and there may be ${most}`];
}

function without<Item>(items: readonly Item[], others: readonly Item[]): readonly Item[] {
  return items.filter((item) => !others.includes(item));
}

function twice<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}
