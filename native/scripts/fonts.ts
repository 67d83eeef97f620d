// Makes the addon's fonts from their packages: `node scripts/fonts.ts FOLDER` writes a C file per font, and fonts.inc,
// the table of them.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { codePointsIn, expandRanges, rangesOf } from './fonts/coverage.ts';
import { iconCodePoints, iconFont } from './fonts/icon-font.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const converter = require.resolve('lv_font_conv/lv_font_conv.js');
const interFolder = dirname(require.resolve('@fontsource/inter/package.json'));
const emojiFolder = dirname(require.resolve('@fontsource/noto-emoji/package.json'));

interface Source {
  readonly file: string;
  /** Code points or ranges, as lv_font_conv takes them: `0x20-0x7e,0xa0`. */
  readonly ranges: string;
}

interface FontPlan {
  readonly name: string;
  /** The size of the em, in px. */
  readonly size: number;
  readonly sources: readonly Source[];
  readonly lineHeight: number;
  readonly baseLine: number;
  readonly fallback: string | null;
}

type Weight = 400 | 600 | 700;

/**
 * Inter's subsets, and the code points taken from each: only letters, marks and signs that a text can show, without
 * controls and combining marks. These are drawn in every weight.
 */
const interRanges: Readonly<Record<string, string>> = {
  latin:
    '0x20-0x7e,0xa0-0xff,0x131,0x152-0x153,0x2bb-0x2bc,0x2c6,0x2da,0x2dc,0x2010-0x2027,0x2030-0x205e,0x20ac,0x2122,0x2212,0x2215,0xfffd',
  'latin-ext':
    '0x100-0x130,0x132-0x151,0x154-0x17f,0x18f,0x192,0x1a0-0x1a1,0x1af-0x1b0,0x1cd-0x1dc,0x1e6-0x1e7,0x1fa-0x1ff,0x218-0x21b,0x259,0x2c7,0x2d8-0x2d9,0x2db,0x2dd,0x1e9e,0x2020,0x20a0-0x20ab,0x20ad-0x20c0',
  vietnamese: '0x1ea0-0x1ef9',
  greek: '0x370-0x377,0x37a-0x37f,0x384-0x38a,0x38c,0x38e-0x3a1,0x3a3-0x3ff',
  cyrillic: '0x400-0x45f,0x490-0x491,0x4b0-0x4b1,0x2116',
  'cyrillic-ext': '0x48a-0x48f,0x492-0x4af,0x4b2-0x52f,0x20b4',
};

/**
 * What is rarer: polytonic Greek, old Cyrillic, Latin of African languages, of phonetics and with rare marks. They are
 * drawn in one weight, on which all weights fall back, because all of them would make the addon 0.3 MB larger.
 */
const rareRanges: Readonly<Record<string, string>> = {
  'latin-ext': '0x180-0x2c5,0x2c8-0x2d7,0x1d00-0x1dbf,0x1e00-0x1e9d,0x1e9f,0x1efa-0x1eff,0x2113,0x2c7c,0x2c7f,0xa7ff',
  'greek-ext': '0x1f00-0x1fff',
  'cyrillic-ext': '0x460-0x482',
};

const weightNames: Readonly<Record<Weight, string>> = { 400: 'inter', 600: 'inter-semibold', 700: 'inter-bold' };

const interFile = (subset: string, weight: Weight): string =>
  join(interFolder, 'files', `inter-${subset}-${weight}-normal.woff`);

function interSource(file: string, list: string): Source {
  const covered = codePointsIn(file);
  return { file, ranges: rangesOf(expandRanges(list).filter((c) => covered.has(c))) };
}

const text = (weight: Weight, size: number, lineHeight: number, baseLine: number): FontPlan => ({
  name: `${weightNames[weight]}-${size}`,
  size,
  sources: Object.entries(interRanges).map(([subset, list]) => interSource(interFile(subset, weight), list)),
  lineHeight,
  baseLine,
  fallback: `inter-rare-${size}`,
});

function rare(size: number, lineHeight: number, baseLine: number): FontPlan {
  const common = new Set(Object.values(interRanges).flatMap(expandRanges));
  const sources = Object.entries(rareRanges).map(([subset, list]) => {
    const file = interFile(subset, 400);
    const covered = codePointsIn(file);
    return { file, ranges: rangesOf(expandRanges(list).filter((c) => covered.has(c) && !common.has(c))) };
  });
  return { name: `inter-rare-${size}`, size, sources, lineHeight, baseLine, fallback: `icons-${size}` };
}

const iconsOf = (size: number, lineHeight: number, baseLine: number, file: string): FontPlan => ({
  name: `icons-${size}`,
  size,
  sources: [{ file, ranges: rangesOf(iconCodePoints) }],
  lineHeight,
  baseLine,
  fallback: `emoji-${size}`,
});

/** Whether a code point alone is an emoji for Unicode, and is no digit, half of a flag, skin tone, or icon of ours. */
function isEmoji(codePoint: number): boolean {
  const character = String.fromCodePoint(codePoint);
  return (
    codePoint > 0xff &&
    /^\p{Emoji}$/u.test(character) &&
    !/^[\p{Regional_Indicator}\p{Emoji_Modifier}]$/u.test(character) &&
    !iconCodePoints.includes(codePoint)
  );
}

function emojiSources(): readonly Source[] {
  const table = JSON.parse(readFileSync(join(emojiFolder, 'unicode.json'), 'utf8')) as Readonly<Record<string, string>>;
  const taken = new Set<number>();
  return Object.entries(table).flatMap(([subset, list]) => {
    const file = join(emojiFolder, 'files', `noto-emoji-${subset.replace(/[[\]]/g, '')}-400-normal.woff`);
    const covered = codePointsIn(file);
    const own = expandRanges(list).filter((c) => isEmoji(c) && covered.has(c) && !taken.has(c));
    for (const codePoint of own) taken.add(codePoint);
    return own.length === 0 ? [] : [{ file, ranges: rangesOf(own) }];
  });
}

// Noto's emoji are larger than their em. A smaller em keeps them within the line of the text around them.
const emoji = (sources: readonly Source[], size: number, em: number, lineHeight: number): FontPlan => ({
  name: `emoji-${size}`,
  size: em,
  sources,
  lineHeight,
  baseLine: Math.round(lineHeight / 4),
  fallback: null,
});

function plans(iconFile: string): readonly FontPlan[] {
  const emojis = emojiSources();
  return [
    text(400, 12, 16, 4),
    text(600, 12, 16, 4),
    text(400, 16, 20, 4),
    text(600, 16, 20, 4),
    text(700, 16, 20, 4),
    text(400, 20, 26, 6),
    text(600, 20, 26, 6),
    text(700, 20, 26, 6),
    {
      name: 'inter-semibold-56',
      size: 56,
      sources: [{ file: interFile('latin', 600), ranges: '0x20,0x30-0x3a' }],
      lineHeight: 56,
      baseLine: 8,
      fallback: null,
    },
    rare(12, 16, 4),
    rare(16, 20, 4),
    rare(20, 26, 6),
    iconsOf(12, 16, 4, iconFile),
    iconsOf(16, 20, 4, iconFile),
    iconsOf(20, 26, 6, iconFile),
    emoji(emojis, 12, 11, 16),
    emoji(emojis, 16, 14, 20),
    emoji(emojis, 20, 18, 26),
  ];
}

const symbolOf = (name: string): string => `font_${name.replace(/-/g, '_')}`;

async function convert(plan: FontPlan, folder: string): Promise<void> {
  const inputs = plan.sources.flatMap(({ file, ranges }) => ['--font', file, '--range', ranges]);
  const options = [
    '--size',
    String(plan.size),
    '--bpp',
    '4',
    '--format',
    'lvgl',
    '--no-compress',
    '--lv-include',
    'lvgl.h',
  ];
  const output = join(folder, `${symbolOf(plan.name)}.c`);
  await run(process.execPath, [converter, ...options, ...inputs, '--output', output], { maxBuffer: 1 << 24 });
}

async function main(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const iconFile = join(folder, 'icons.ttf');
  writeFileSync(iconFile, iconFont());
  const all = plans(iconFile);
  const waiting = [...all];
  const worker = async (): Promise<void> => {
    for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift()) await convert(plan, folder);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const rows = all.map(
    (p) =>
      `LVGL_FONT("${p.name}", ${symbolOf(p.name)}, ${p.lineHeight}, ${p.baseLine}, ${p.fallback === null ? 'nullptr' : `"${p.fallback}"`})`,
  );
  writeFileSync(join(folder, 'fonts.inc'), `${rows.join('\n')}\n`);
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node scripts/fonts.ts FOLDER');
await main(folder);
