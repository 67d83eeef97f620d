// The icons as a TrueType font, from which lv_font_conv makes every size.
import svg2ttf from 'svg2ttf';
import { iconAliases, icons, type IconName } from '../../src/icons.ts';
import { iconShapes, iconWidths } from './icon-shapes.ts';
import { spaceWidths } from './spaces.ts';
import type { Outline } from './shapes.ts';

const unitsPerEm = 1000;
const scale = unitsPerEm / 24;
/** Puts the middle of the grid at the middle of Inter's capitals. */
const top = 864;

const at = ([x, y]: readonly [number, number]): string => `${Math.round(x * scale)} ${Math.round(top - y * scale)}`;

const pathOf = (outlines: readonly Outline[]): string =>
  outlines.map((points) => `M${points.map(at).join('L')}Z`).join('');

function glyph(name: IconName, codePoint: number, label: string): string {
  const width = Math.round((iconWidths[name] ?? 24) * scale);
  return `<glyph glyph-name="${label}" unicode="&#x${codePoint.toString(16)};" horiz-adv-x="${width}" d="${pathOf(iconShapes[name])}"/>`;
}

function space(codePoint: number, width: number): string {
  return `<glyph glyph-name="u${codePoint.toString(16)}" unicode="&#x${codePoint.toString(16)};" horiz-adv-x="${width}" d=""/>`;
}

/** The icons, and the spaces of Unicode. */
export function iconFont(): Uint8Array {
  const own = Object.entries(icons).map(([name, codePoint]) => glyph(name as IconName, codePoint, name));
  const aliases = Object.entries(iconAliases).map(([character, name]) => {
    const codePoint = character.codePointAt(0)!;
    return glyph(name, codePoint, `u${codePoint.toString(16)}`);
  });
  const spaces = Array.from(spaceWidths, ([codePoint, width]) => space(codePoint, width));
  const face = `<font-face font-family="icons" units-per-em="${unitsPerEm}" ascent="${top}" descent="${top - unitsPerEm}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><defs><font id="icons" horiz-adv-x="${unitsPerEm}">${face}<missing-glyph horiz-adv-x="0"/>${[...own, ...aliases, ...spaces].join('')}</font></defs></svg>`;
  // A fixed time stamp, so that the same source gives the same bytes.
  return svg2ttf(svg, { ts: 0 }).buffer;
}

export const iconCodePoints: readonly number[] = [
  ...Object.values(icons),
  ...Object.keys(iconAliases).map((c) => c.codePointAt(0)!),
  ...spaceWidths.keys(),
].sort((a, b) => a - b);
