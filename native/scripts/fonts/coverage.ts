// Which code points a font file has, and lists of code points in the form of lv_font_conv.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface OpenType {
  parse(file: ArrayBuffer): {
    readonly tables: { readonly cmap: { readonly glyphIndexMap: Readonly<Record<string, number>> } };
  };
}

/** The converter contains the parser, in a folder of its own. */
const opentype = createRequire(createRequire(import.meta.url).resolve('lv_font_conv/lv_font_conv.js'))(
  'opentype.js',
) as OpenType;

export function codePointsIn(file: string): ReadonlySet<number> {
  const bytes = readFileSync(file);
  const font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return new Set(Object.keys(font.tables.cmap.glyphIndexMap).map(Number));
}

/** Expands lists such as `U+23,U+2648-2653` or `0x20-0x7e,0xa0`. */
export function expandRanges(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first = 0, last = first] = part
      .split('-')
      .map((text) => Number.parseInt(text.replace(/^(U\+|0x)/i, ''), 16));
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

export const rangesOf = (codePoints: readonly number[]): string =>
  codePoints.map((codePoint) => `0x${codePoint.toString(16)}`).join(',');
