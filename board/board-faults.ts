import type { Board } from '../src/ports/device/board.ts';

/** Lines of chips that Linux knows; more than any chip has. */
const LINES = 512;

/** A line of a GPIO chip, and what hangs on it. */
interface UsedLine {
  readonly chip: string;
  readonly line: number;
  readonly use: string;
}

/**
 * What is wrong with a board's data that the compiler cannot see, each in words for whoever wrote it: a pin that cannot
 * be, a line that is used twice, a key without a place.
 */
export function boardFaults(board: Board): readonly string[] {
  return [...matrixFaults(board), ...placeFaults(board), ...lineFaults(usedLines(board))];
}

function matrixFaults({ keypad }: Board): readonly string[] {
  const { keyMap, source } = keypad;
  const faults: string[] = [];
  const count = (what: string, found: number, wanted: number): void => {
    if (found !== wanted) faults.push(`keypad: ${what}: ${found} in place of ${wanted}`);
  };
  count('keys of keyMap (rows times columns)', keyMap.keys.length, keyMap.rows * keyMap.columns);
  if (source.kind === 'gpio-matrix') {
    count('rowLines', source.rowLines.length, keyMap.rows);
    count('columnLines', source.columnLines.length, keyMap.columns);
  } else if (source.kind === 'gpio-direct') {
    count('lines', source.lines.length, keyMap.keys.length);
  }
  return faults;
}

/** The matrix and the face have the same keys, each once. */
function placeFaults({ keypad }: Board): readonly string[] {
  const wired = keypad.keyMap.keys.filter((key) => key !== null);
  const shown = keypad.face.flatMap((row) => row.keys.map(({ key }) => key));
  return [
    ...wired.filter((key) => !shown.includes(key)).map((key) => `keypad: key ${key} has no place on the face`),
    ...shown.filter((key) => !wired.includes(key)).map((key) => `keypad: key ${key} of the face is on no contact`),
    ...repeated(wired).map((key) => `keypad: key ${key} is on two contacts`),
    ...repeated(shown).map((key) => `keypad: key ${key} is twice on the face`),
  ];
}

const repeated = <Each>(all: readonly Each[]): readonly Each[] => [
  ...new Set(all.filter((each, index) => all.indexOf(each) !== index)),
];

function usedLines({ keypad, led, buzzer, screen }: Board): readonly UsedLine[] {
  const used: UsedLine[] = [];
  const use = (chip: string, what: string, lines: readonly number[]): void => {
    lines.forEach((line, index) => used.push({ chip, line, use: lines.length > 1 ? `${what} ${index + 1}` : what }));
  };
  const { source } = keypad;
  if (source.kind === 'gpio-matrix') {
    use(source.chipLabel, 'row', source.rowLines);
    use(source.chipLabel, 'column', source.columnLines);
  }
  if (source.kind === 'gpio-direct') use(source.chipLabel, 'key', source.lines);
  // Two colours may share a line.
  if (led.kind === 'gpio') use(led.chipLabel, 'LED', [...new Set(Object.values(led.lines))]);
  if (buzzer.kind === 'gpio') use(buzzer.chipLabel, 'buzzer', [buzzer.line]);
  const { backlight } = screen;
  if (backlight.kind === 'gpio') use(backlight.chipLabel, 'backlight', [backlight.line]);
  return used;
}

function lineFaults(used: readonly UsedLine[]): readonly string[] {
  return used.flatMap((each, index) => {
    const { chip, line, use } = each;
    if (!Number.isInteger(line) || line < 0 || line >= LINES) return [`${use}: ${chip} has no line ${line}`];
    const other = used.slice(0, index).find((before) => before.chip === chip && before.line === line);
    return other === undefined ? [] : [`${use}: line ${line} of ${chip} is already that of ${other.use}`];
  });
}
