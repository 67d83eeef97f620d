import { Label, type Display, type Font, type Obj } from '../../../native/src/index.ts';

const CARET_PX = 2;
/** The signal's bars and those that show how far a menu is scrolled are as narrow, and stand in no text. */
const LEAST_CARET_PX = 17;

/**
 * Carets that stand where none belongs: over a letter of their own text instead of between two, over another text, or
 * outside of what holds them.
 */
export function caretFaults(display: Display): readonly string[] {
  const all = [...display.screen.walk()];
  const labels = all
    .filter((object) => object instanceof Label)
    .filter((label) => label.isVisible() && label.text !== '');
  return all.filter(isCaret).flatMap((caret) => labels.flatMap((label) => fault(caret, label) ?? []));
}

function isCaret(object: Obj): boolean {
  const { width, height } = object.area;
  return object.isVisible() && width === CARET_PX && height >= LEAST_CARET_PX && object.childCount === 0;
}

function fault(caret: Obj, label: Label): string | null {
  const font = label.getStyle('textFont');
  if (font === null || typeof font !== 'object' || !('measure' in font)) throw new Error('a label without a font');
  const line = lineAt(caret, label, font);
  if (line === null) return null;
  const x = caret.area.x - label.area.x;
  if (x + CARET_PX <= 0 || x >= widthOf(line, font)) return null;
  // LVGL draws the caret under the text, so at the border of two letters it covers neither.
  return borders(line, font).has(x) ? null : `a caret at ${x} px in “${line}”`;
}

/** The line of the label at the height of the caret; null when it stands elsewhere, or in a text of another box. */
function lineAt(caret: Obj, label: Label, font: Font): string | null {
  const { lineHeight } = font.metrics;
  const at = Math.floor((caret.area.y + caret.area.height / 2 - label.area.y) / lineHeight);
  const line = label.text.split('\n')[at];
  if (at < 0 || line === undefined || line === '') return null;
  return label.parent === caret.parent || label.parent === caret.parent?.parent ? line : null;
}

function borders(line: string, font: Font): ReadonlySet<number> {
  const characters = Array.from(line);
  return new Set(characters.map((_, at) => widthOf(characters.slice(0, at).join(''), font)));
}

function widthOf(text: string, font: Font): number {
  return text === '' ? 0 : font.measure(text).width;
}
