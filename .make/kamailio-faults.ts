/** Names that settings.cfg replaces by secrets, wherever they stand whole, in a string too. */
const SECRETS = /INNER_SECRET|NONCE_SECRET|STORE_KEY|DB_URL/;
/** What may stand behind a call: a comparison with a number below 0, or whether it is below 0. */
const BELOW_ZERO = /^\s*(?:<\s*0\b|(?:[<>]=?|[=!]=)\s*-\s*\d)/;

/** What Kamailio would take without a word in its configuration and understand differently. One line each. */
export function kamailioFaults(configuration: string): readonly string[] {
  const { code, strings } = withoutStrings(configuration);
  return [...callsBelowZero(code), ...loggedSecrets(code, strings)];
}

/**
 * In an expression a function that failed counts as 0, so `if (f() < 0)` and `if (f() == -1)` are never true. Only
 * `$var(x) = f()` keeps its value.
 */
function callsBelowZero(code: string): readonly string[] {
  return [...code.matchAll(/(?<![$\w])([a-z_]\w*)\s*\(/g)].flatMap(({ 1: name = '', index, 0: head }) => {
    const rest = code.slice(closing(code, index + head.length - 1) + 1);
    if (name === 'if' || name === 'while' || !BELOW_ZERO.test(rest)) return [];
    return [
      `line ${lineOf(code, index)}: ${name}() is never below 0 in an expression; write $var(x) = ${name}(…) and compare that`,
    ];
  });
}

/** The replaced text of `xlog("… STORE_KEY …")` would be the key itself. */
function loggedSecrets(code: string, strings: readonly QuotedText[]): readonly string[] {
  return strings.flatMap(({ start, text }) =>
    /xlog\s*\([^()]*$/.test(code.slice(Math.max(0, start - 200), start)) && SECRETS.test(text)
      ? [`line ${lineOf(code, start)}: settings.cfg puts a secret into this line of the log`]
      : [],
  );
}

interface QuotedText {
  readonly start: number;
  readonly text: string;
}

/** The code with blanks in place of comments and of what stands in quotes, so that positions stay. */
function withoutStrings(configuration: string): { readonly code: string; readonly strings: readonly QuotedText[] } {
  const strings: QuotedText[] = [];
  const code = configuration.replace(/"(?:[^"\\]|\\[^])*"|#(?!!)[^\n]*/g, (part: string, start: number) => {
    if (part.startsWith('"')) strings.push({ start, text: part });
    return part.replace(/[^\n]/g, ' ');
  });
  return { code, strings };
}

function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === '(') depth += 1;
    if (code[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return code.length;
}

const lineOf = (code: string, index: number): number => code.slice(0, index).split('\n').length;
