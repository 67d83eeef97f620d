import type { Board } from '../src/ports/device/board.ts';
import { gpioChips } from './gpio-chips.ts';

/** Of a chip that gpio-chips.ts does not describe; more than any chip has. */
const LINES = 512;

/** A line of a chip, and the part that it is for. */
interface UsedLine {
  readonly chipLabel: string;
  readonly line: number;
  readonly use: string;
}

/** Lines that no chip has, and lines that two parts want. */
export function lineFaults(board: Board): readonly string[] {
  const used = [
    ...keypadLines(board.keypad.source),
    ...ledLines(board.led),
    ...buzzerLines(board.buzzer),
    ...backlightLines(board.screen.backlight),
  ];
  const kernelLines = Object.entries(board.kernelLines?.lines ?? {});
  const chipLabel = board.kernelLines?.chipLabel ?? '';
  used.push(...kernelLines.map(([line, use]) => ({ chipLabel, line: Number(line), use })));
  return [...unknownLines(used), ...linesUsedTwice(used)];
}

function unknownLines(used: readonly UsedLine[]): readonly string[] {
  return used.flatMap(({ chipLabel, line, use }) => {
    const chip = Object.hasOwn(gpioChips, chipLabel) ? gpioChips[chipLabel] : undefined;
    if (chip?.lines.has(line)) return [];
    if (chip !== undefined) {
      return [`${use}: ${chipLabel} has no line ${line}; it has: ${[...chip.lines.keys()].join(', ')}`];
    }
    const mayBe = Number.isInteger(line) && line >= 0 && line < LINES;
    return mayBe ? [] : [`${use}: ${chipLabel} has no line ${line}`];
  });
}

function linesUsedTwice(used: readonly UsedLine[]): readonly string[] {
  const uses = new Map<string, { readonly first: UsedLine; readonly all: Set<string> }>();
  for (const each of used) {
    const key = `${each.line} ${each.chipLabel}`;
    const known = uses.get(key) ?? { first: each, all: new Set<string>() };
    // A number that stands twice in the same list is told by its two places.
    known.all.add(each.use);
    uses.set(key, known);
  }
  return [...uses.values()].flatMap(({ first: { chipLabel, line }, all }) =>
    all.size < 2
      ? []
      : [`line ${line} of ${chipLabel}${placeOf(chipLabel, line)} is used by ${[...all].join(' and by ')}`],
  );
}

function placeOf(chipLabel: string, line: number): string {
  const place = gpioChips[chipLabel]?.lines.get(line);
  return place === undefined ? '' : ` (${place})`;
}

function keypadLines(source: Board['keypad']['source']): UsedLine[] {
  const { kind } = source;
  if (kind === 'gpio-direct') {
    return source.lines.map((line, index) => ({ chipLabel: source.chipLabel, line, use: `key ${index}` }));
  }
  if (kind !== 'gpio-matrix') return [];
  const { chipLabel, rowLines, columnLines } = source;
  return [
    ...rowLines.map((line, row) => ({ chipLabel, line, use: `keypad row ${row}` })),
    ...columnLines.map((line, column) => ({ chipLabel, line, use: `keypad column ${column}` })),
  ];
}

function backlightLines(backlight: Board['screen']['backlight']): UsedLine[] {
  if (backlight.kind !== 'gpio') return [];
  return [{ chipLabel: backlight.chipLabel, line: backlight.line, use: 'the backlight' }];
}

/** Two colours may share a lamp. */
function ledLines(led: Board['led']): UsedLine[] {
  if (led.kind !== 'gpio') return [];
  return Object.values(led.lines).map((line) => ({ chipLabel: led.chipLabel, line, use: 'the LED' }));
}

function buzzerLines(buzzer: Board['buzzer']): UsedLine[] {
  return buzzer.kind === 'gpio' ? [{ chipLabel: buzzer.chipLabel, line: buzzer.line, use: 'the buzzer' }] : [];
}
