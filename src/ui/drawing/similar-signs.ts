/** Signs that the fonts lack, and what is drawn instead. */
const SIMILAR: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '–',
  '\u2015': '—',
  '\u2016': '||',
  '\u2017': '_',
  '\u2021': '††',
  '\u2030': '\u00a00/00',
  '\u201b': '‘',
  '\u201f': '“',
  '\u2023': '▸',
  '\u2024': '.',
  '\u2025': '..',
  '\u2027': '·',
  '\u2034': '′′′',
  '\u2035': '‵',
  '\u203d': '?!',
  '\u2043': '•',
  '\u2052': '%',
  '\u2055': '*',
  '\u2215': '⁄',
  '\u2216': '\\',
  '\u2217': '*',
  '\u2219': '·',
  '\u2223': '|',
  '\u2236': ':',
  '\u223c': '~',
  '\u02b9': '′',
  '\u02ba': '″',
  '\u055a': '’',
  '\u05f3': '’',
  '\u05f4': '”',
  // Accents that could not be joined to their letter stand behind it.
  '\u0300': '`',
  '\u0301': '´',
  '\u0302': 'ˆ',
  '\u0303': '˜',
  '\u0304': '¯',
  '\u0306': '˘',
  '\u0307': '˙',
  '\u0308': '¨',
  '\u030a': '˚',
  '\u030b': '˝',
  '\u030c': 'ˇ',
  '\u0313': '᾿',
  '\u0314': '῾',
  '\u0323': '.',
  '\u0324': '..',
  '\u0327': '¸',
  '\u0328': '˛',
  '\u0331': '_',
  '\u0332': '_',
  '\u0342': '῀',
  '\u0345': 'ͺ',
};

const CIRCLED = /^[\u2460-\u24ff\u3200-\u33ff\u{1f100}-\u{1f1e5}]$/u;
const FRACTION = /^[\u2150-\u215f\u2189]$/u;
const RAISED = /^[\u2070-\u207f\u02b0-\u02b8\u1d2c-\u1d61\u1d9b-\u1dbf]$/u;
const HOLDING_SPACE = '\u00a0';

/**
 * Signs that mean the same as this one, for a font that lacks it; null where there are none. Ligatures, full-width,
 * circled, mathematical and squared letters are written by their parts. A raised figure keeps a sign of it, because 10⁵
 * is not 105, and a fraction its distance from the figure before it.
 */
export function similarSigns(character: string): string | null {
  const similar = SIMILAR[character];
  if (similar !== undefined) return similar;
  const parts = character.normalize('NFKC');
  if (FRACTION.test(character)) return HOLDING_SPACE + parts;
  if (RAISED.test(character)) return `^${parts}`;
  if (CIRCLED.test(character)) return /^\(|\)$/.test(parts) ? parts : `(${parts})`;
  if (parts !== character) return parts;
  // A letter with an accent that no font has: the letter, and the accent behind it.
  const decomposed = Array.from(character.normalize('NFD'));
  return decomposed.length === 1 ? null : decomposed.map((part) => SIMILAR[part] ?? part).join('');
}
