import { Label, Textarea, type Display, type Obj } from '../../../native/src/index.ts';

/** Texts on the screen that do not fit their place, each with what it needs and what it has. */
export function clippedTexts(display: Display): readonly string[] {
  const clipped: string[] = [];
  for (const object of display.screen.walk()) {
    if (!(object instanceof Label) || object.text === '' || !isShown(object)) continue;
    const problem = tooLarge(object) ?? outside(object, display.size);
    if (problem !== null) clipped.push(`“${object.text}”: ${problem}`);
  }
  return clipped;
}

/** A label inside a text area scrolls with its cursor. */
function isShown(label: Label): boolean {
  return label.isVisible() && !(label.parent instanceof Textarea);
}

function tooLarge(label: Label): string | null {
  const font = label.getStyle('textFont');
  if (font === null || typeof font !== 'object' || !('measure' in font)) throw new Error('a label without a font');
  const { width, height } = label.area;
  const needed = font.measure(label.text, width);
  return needed.width > width || needed.height > height
    ? `needs ${needed.width}×${needed.height}, has ${width}×${height}`
    : null;
}

/** What scrolls may be cut by the edge that it scrolls under, at top and bottom; nothing else may, and nothing at the sides. */
function outside(label: Label, screen: { readonly width: number; readonly height: number }): string | null {
  const { x, width } = label.area;
  if (x < 0 || x + width > screen.width) return `lies at ${x}…${x + width} of ${screen.width}`;
  for (let parent: Obj | null = label.parent; parent !== null; parent = parent.parent) {
    const port = parent.area;
    if (x < port.x || x + width > port.x + port.width)
      return `lies at ${x}…${x + width} of ${port.x}…${port.x + port.width}`;
  }
  return null;
}
