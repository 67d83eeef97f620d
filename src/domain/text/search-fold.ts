/**
 * The form in which texts, names and addresses are compared with what somebody types to find them. Who searches has 12
 * keys or another keyboard than the writer had: case, accents, ligatures, widths, kinds of quotes, dashes and spaces,
 * and what is drawn as nothing make no difference. Łódź is found by lodz, Straße by strasse, ёлка by елка.
 */
export function searchFold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase().replaceAll(SPACES, ' ');
  let folded = '';
  for (const { piece } of foldedPieces(text)) folded += piece;
  return folded;
}

/**
 * Where the folded filter (not empty) stands in a text: the offset of its first character in UTF-16 units; -1 when
 * nowhere.
 */
export function indexOfFolded(text: string, filter: string): number {
  let folded = '';
  const starts: number[] = [];
  for (const { piece, at } of foldedPieces(text)) {
    folded += piece;
    for (let unit = 0; unit < piece.length; unit += 1) starts.push(at);
  }
  return starts[folded.indexOf(filter)] ?? -1;
}

const PLAIN = /^[\n\x20-\x7e]*$/;
const SPACES = /[\n ]+/g;

/**
 * Each character is folded by itself. To bring a whole text into a normal form takes time with the square of its length
 * where it is a tower of accents.
 */
function* foldedPieces(text: string): Generator<{ readonly piece: string; readonly at: number }> {
  const known = new Map<string, string>();
  let at = 0;
  let isBehindSpace = false;
  for (const character of text) {
    const folded = known.get(character) ?? foldedCharacter(character);
    known.set(character, folded);
    // White space of any length is one space, so that a text is found across its line breaks.
    if (folded !== '' && !(folded === ' ' && isBehindSpace)) yield { piece: folded, at };
    if (folded !== '') isBehindSpace = folded.endsWith(' ');
    at += character.length;
  }
}

/**
 * Accents of the scripts that can be read without them, and what is drawn as nothing. Vowels and voicing of Indic, Thai
 * and Japanese scripts are letters to their readers, and stay.
 */
const LEFT_OUT =
  /[[[\p{M}&&[\p{scx=Zinh}\p{scx=Latn}\p{scx=Grek}\p{scx=Cyrl}\p{scx=Arab}\p{scx=Hebr}\p{scx=Syrc}]]--[\u3099\u309a]]\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u0640]/gv;
const WHITE_SPACE = /^[\p{White_Space}\0]$/u;
const LIKE_APOSTROPHE =
  /^[\u0060\u00b4\u02b9-\u02bd\u02c8\u02ca\u02cb\u0384\u055a\u05f3\u1fbd\u1fbf\u1fef\u1ffd\u1ffe\u2018-\u201b\u2032\u2035\u2039\u203a\ua78b\ua78c\uff07]$/u;
const LIKE_QUOTE = /^[\u00ab\u00bb\u02ba\u02dd\u05f4\u201c-\u201f\u2033\u2036\u300c-\u300f\u301d-\u301f\uff02]$/u;
const LIKE_HYPHEN = /^[\p{Pd}\u2212\u2043]$/u;

/** Letters that Unicode does not take apart, by what is typed for them. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'ɐɑəⱥ',
    ae: 'æ',
    b: 'ƀɓƃ',
    c: 'ȼƈɕ',
    d: 'đðɖɗƌ',
    e: 'ɇǝɛ',
    f: 'ƒ',
    g: 'ǥɠɡ',
    h: 'ħɦⱨ',
    i: 'ıɨɩ',
    j: 'ȷɉʝ',
    k: 'ƙĸⱪ',
    l: 'łƚɫɬɭⱡ',
    n: 'ŋɲɳƞ',
    o: 'øɔɵ',
    oe: 'œ',
    p: 'ƥᵽ',
    q: 'ɋʠ',
    r: 'ɍɽɾ',
    s: 'ʂȿ',
    ss: 'ß',
    t: 'ŧƭʈⱦ',
    th: 'þ',
    u: 'ʉʊ',
    v: 'ʋ',
    w: 'ⱳ',
    y: 'ɏƴ',
    z: 'ƶȥɀʐⱬ',
    σ: 'ς',
    г: 'ґғҕ',
    ж: 'җ',
    з: 'ҙ',
    к: 'қҝҟҡӄ',
    н: 'ңҥӈ',
    о: 'ө',
    п: 'ҧ',
    с: 'ҫ',
    т: 'ҭ',
    у: 'үұ',
    х: 'ҳ',
    ч: 'ҷҹ',
    '/': '⁄∕',
  }).flatMap(([typed, letters]) => Array.from(letters, (letter) => [letter, typed] as const)),
);

function foldedCharacter(character: string): string {
  const sign = foldedSign(character);
  if (sign !== undefined) return sign;
  // Half of a surrogate pair, which no store can hold.
  if (!character.isWellFormed()) return '\ufffd';
  const letters = withoutAccents(character).toUpperCase().toLowerCase();
  // Taken apart again: a capital may have a small letter that can be.
  return Array.from(withoutAccents(letters), (letter) => foldedSign(letter) ?? letter)
    .join('')
    .replaceAll(SPACES, ' ');
}

function withoutAccents(letters: string): string {
  return letters.normalize('NFKD').replaceAll(LEFT_OUT, '');
}

/** What is typed for a sign or a letter that Unicode does not take apart. */
function foldedSign(character: string): string | undefined {
  if (WHITE_SPACE.test(character)) return ' ';
  if (LIKE_APOSTROPHE.test(character)) return "'";
  if (LIKE_QUOTE.test(character)) return '"';
  if (LIKE_HYPHEN.test(character)) return '-';
  return LETTERS.get(character);
}
