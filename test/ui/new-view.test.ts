import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const UI = join(ROOT, 'src/ui');
const SCREENS = join(UI, 'screens');
const REGISTRIES = { behaviour: join(SCREENS, 'behaviours.ts'), view: join(SCREENS, 'views.ts') };

/** The files of the smallest view, as the README shows them. */
function smallestView(): Map<string, string> {
  const readme = readFileSync(join(SCREENS, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts (\S+)\n(.*?)^```$/gms)];
  return new Map(blocks.map(([, file, code]) => [join(SCREENS, 'about', file!), code!]));
}

/** A registry with one more line, and its import. */
function registered(registry: 'behaviour' | 'view'): [string, string] {
  const path = REGISTRIES[registry];
  const name = registry === 'behaviour' ? 'aboutBehaviour' : 'aboutView';
  const text = readFileSync(path, 'utf8').replace('  home: home', `  about: ${name},\n  home: home`);
  return [path, `import { ${name} } from './about/${registry}.ts';\n${text}`];
}

/** What the compiler says of the screen with these files added or changed. */
function complaints(overlay: ReadonlyMap<string, string>): readonly string[] {
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const checked = { ...options, incremental: false, noEmit: true };
  delete checked.tsBuildInfoFile;
  const disk = ts.createCompilerHost(checked);
  const host: ts.CompilerHost = {
    ...disk,
    readFile: (path) => overlay.get(path) ?? disk.readFile(path),
    fileExists: (path) => overlay.has(path) || disk.fileExists(path),
    directoryExists: (path) => path.endsWith('/about') || ts.sys.directoryExists(path),
    getSourceFile: (path, version, ...more) => {
      const text = overlay.get(path);
      return text === undefined ? disk.getSourceFile(path, version, ...more) : ts.createSourceFile(path, text, version);
    },
  };
  const program = ts.createProgram([join(UI, 'create-ui.ts'), ...overlay.keys()], checked, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${relative(ROOT, file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

describe('a new view', { timeout: 120_000 }, () => {
  it('is a folder and one line in each registry: all else compiles as it is', () => {
    expect(complaints(new Map([...smallestView(), registered('behaviour'), registered('view')]))).toEqual([]);
  });

  it.each(['behaviour', 'view'] as const)('does not compile while its line is only in the %s registry', (registry) => {
    const found = complaints(new Map([...smallestView(), registered(registry)]));
    const other = relative(ROOT, REGISTRIES[registry === 'behaviour' ? 'view' : 'behaviour']);
    expect(found.some((complaint) => complaint.startsWith(other) && complaint.includes("'about'"))).toBe(true);
  });
});

it('no view is told apart by its kind outside its own folder', () => {
  const entries = readdirSync(SCREENS, { withFileTypes: true });
  const kinds = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const compared = new RegExp(String.raw`kind [!=]== '(${kinds.join('|')})'|switch \((?:view|top)\.kind\)`);
  const chosen = new RegExp(String.raw`case '(${kinds.join('|')})'`);
  const files = readdirSync(UI, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const guilty = files.filter((path) => {
    const text = readFileSync(join(UI, path), 'utf8');
    const found = compared.exec(text);
    const own = /^screens\/([^/]+)\//.exec(path)?.[1];
    return own === undefined ? found !== null || chosen.test(text) : found !== null && found[1] !== own;
  });
  expect(kinds.length).toBeGreaterThan(6);
  expect(guilty).toEqual([]);
});
