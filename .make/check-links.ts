// Checks every Markdown file of the project: its links must lead somewhere, and the paths that it names must exist.
// Run it by `node .make/check-links.ts`.
//
// - [text](target), also for images: the file exists, and so does the heading after #.
// - `path/to/thing.ts`, `thing.ts`, `folder/` in code marks: the path of some file or folder ends so. A name without
//   its folders stays right when the file moves.
// - `command with test/folder`: a path that begins at the top of the project exists.
// - `TypeName`: some source contains it.
// Not checked: addresses (https:), what the build makes, and placeholders (NAME, <view>, *).
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const root = join(import.meta.dirname, '..');
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
const files = listed
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const folders = new Set(files.flatMap(foldersOf));

/** Every ending of every path that begins at a slash: `a/b.ts` and `b.ts` for a/b.ts. `.ts` may be left out. */
const endings = new Set([...files, ...folders, ...files.map((path) => path.replace(/\.ts$/, ''))].flatMap(endingsOf));

/** The top-level folders, with which a path in code marks may begin. */
const topNames = new Set([...folders].filter((path) => !path.includes('/')));
const roomNames = new Set([...folders].filter((path) => /^src\/[^/]+$/.test(path)).map((path) => path.slice(4)));
const MADE_BY_THE_BUILD = /^(?:native\/)?(?:build|out|var|node_modules|vendor)\b/;
/** Files that a technician writes and a handset keeps; the project has none. */
const OF_A_HANDSET = /^(?:common|handset|provision|update)\.json$/;
const SOURCE = /\.(?:ts|js|cjs|json|md|sh|c|h|cpp|inc|cfg|css|html|svg|png|txt|toml)$/;
/** A link `[text](target)`, or a line `[text]: target`. */
const LINK = /\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/g;
/** A placeholder such as NAME, FILE or ROOM. */
const PLACEHOLDER = /(?:^|[/.])[A-Z]{3,}(?=$|[/.])(?!\.md)/;

/** Words in the sources that are written as types are: with capitals inside. */
const TYPE_NAME = '[A-Z][a-z0-9]+([A-Z][a-z0-9]*)+';
const said = execFileSync('git', ['grep', '-hoIwE', TYPE_NAME, '--', '*.ts', '*.cpp', '*.h'], {
  cwd: root,
  maxBuffer: 1e8,
});
const typeNames = new Set(said.toString().split('\n'));

const faults = files.filter((path) => path.endsWith('.md')).flatMap(faultsIn);
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function faultsIn(path: string): readonly string[] {
  return proseLines(readText(path)).flatMap(({ line, number }) => {
    const spans = [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    const links = [...line.replace(/`[^`]*`/g, '').matchAll(LINK)].map((match) => match[1] ?? match[2] ?? '');
    const wrong = [
      ...links.flatMap((link) => linkFault(path, link)),
      ...spans.flatMap((span) => spanFaults(path, span)),
    ];
    return wrong.map((what) => `${path}:${number}: ${what}`);
  });
}

/** Lines outside fenced code, which shows what to type and not which files exist. */
function proseLines(text: string): readonly { readonly line: string; readonly number: number }[] {
  let fenced = false;
  return text.split('\n').flatMap((line, index) => {
    const fence = line.startsWith('```');
    if (fence) fenced = !fenced;
    return fence || fenced ? [] : [{ line, number: index + 1 }];
  });
}

function linkFault(from: string, link: string): readonly string[] {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return [];
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? from : normalize(join(dirname(from), target)).replace(/\/$/, '');
  if (path.startsWith('..')) return [`the link ${link} leads out of the project`];
  if (!existsSync(join(root, path))) return [`the link ${link} leads nowhere: there is no ${path}`];
  if (anchor === undefined || statSync(join(root, path)).isDirectory()) return [];
  return anchorsOf(readText(path)).has(anchor) ? [] : [`${path} has no heading for #${anchor}`];
}

/**
 * Makes an anchor as the web pages of Git hosts do: lower case, hyphens for spaces, and only letters, digits, hyphens
 * and underscores.
 */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = proseLines(text).flatMap(({ line }) => /^#{1,6} (.*)$/.exec(line)?.[1] ?? []);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

function spanFaults(from: string, span: string): readonly string[] {
  const words = span.split(/\s+/).filter((word) => word !== '');
  const isCommand = words.length > 1;
  if (new RegExp(`^${TYPE_NAME}$`).test(span)) return typeNames.has(span) ? [] : [`no source says ${span}`];
  return words
    .flatMap(withBraces)
    .filter(
      (word) => /^[\w.@-]+(?:\/[\w.@-]+)*\/?$/.test(word) && !PLACEHOLDER.test(word) && !MADE_BY_THE_BUILD.test(word),
    )
    .filter((word) => !OF_A_HANDSET.test(word))
    .filter((word) => (isCommand ? beginsAtTop(word) : looksLikePath(word)))
    .filter((word) => !isThere(from, word.replace(/\/$/, '')))
    .map((word) => `nothing here ends in ${word}`);
}

function beginsAtTop(word: string): boolean {
  return word.includes('/') && topNames.has(word.split('/')[0] ?? '');
}

function looksLikePath(word: string): boolean {
  if (SOURCE.test(word) || word.endsWith('/') || beginsAtTop(word)) return true;
  return word.includes('/') && roomNames.has(word.split('/')[0] ?? '');
}

/** Whether the path exists beside the file that names it, or anywhere else. */
function isThere(from: string, path: string): boolean {
  return endings.has(path) || existsSync(join(root, dirname(from), path));
}

/** Expands braces: `a/{b,c}.ts` is two words. */
function withBraces(word: string): readonly string[] {
  const match = /^(.*)\{([^{}]*)\}(.*)$/.exec(word);
  if (match === null) return [word];
  const [, before = '', among = '', after = ''] = match;
  return among.split(',').map((choice) => before + choice + after);
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function endingsOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(index).join('/'));
}

function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
