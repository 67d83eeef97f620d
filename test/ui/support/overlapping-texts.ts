import { Label, type Display, type Obj } from '../../../native/src/index.ts';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pairs of texts that are drawn into each other. What a panel lies over on purpose is not counted. */
export function overlappingTexts(display: Display): readonly string[] {
  const labels = [...display.screen.walk()].filter((object) => object instanceof Label).filter(isDrawn);
  const drawn = labels
    .map((label) => ({ label, area: inkOf(label) }))
    .filter(({ area }) => area.width > 0 && area.height > 0);
  const found: string[] = [];
  for (const [index, one] of drawn.entries()) {
    for (const other of drawn.slice(index + 1)) {
      if (meet(one.area, other.area) && !isCovered(one.label, other.label))
        found.push(`“${one.label.text}” and “${other.label.text}”`);
    }
  }
  return found;
}

function isDrawn(label: Label): boolean {
  return label.text !== '' && label.isVisible();
}

/** The part of the label that its text takes, cut to what its parents show. */
function inkOf(label: Label): Area {
  const font = label.getStyle('textFont');
  if (font === null || typeof font !== 'object' || !('measure' in font)) throw new Error('a label without a font');
  const { x, y, width, height } = label.area;
  const needed = font.measure(label.text, width);
  let area: Area = { x, y, width: Math.min(width, needed.width), height: Math.min(height, needed.height) };
  for (let parent: Obj | null = label.parent; parent !== null; parent = parent.parent) area = cut(area, parent.area);
  return area;
}

function cut(area: Area, to: Area): Area {
  const x = Math.max(area.x, to.x);
  const y = Math.max(area.y, to.y);
  const width = Math.min(area.x + area.width, to.x + to.width) - x;
  return { x, y, width, height: Math.min(area.y + area.height, to.y + to.height) - y };
}

function meet(one: Area, other: Area): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** One of them stands on an opaque ground that does not hold the other, and so hides it. */
function isCovered(one: Label, other: Label): boolean {
  return hasOwnGround(one, other) || hasOwnGround(other, one);
}

function hasOwnGround(label: Label, other: Label): boolean {
  for (let parent: Obj | null = label.parent; parent !== null; parent = parent.parent) {
    if (isWithin(other, parent)) return false;
    if (parent.getStyle('bgOpa') === 255) return true;
  }
  return false;
}

function isWithin(label: Label, box: Obj): boolean {
  for (let parent: Obj | null = label.parent; parent !== null; parent = parent.parent) if (parent === box) return true;
  return false;
}
