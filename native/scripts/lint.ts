// Runs clang-tidy over the addon and the bare benchmark: `node scripts/lint.ts`. Needs
// build-lint/compile_commands.json. A file without findings is checked again only when it, one of our headers that it
// includes, a library or a rule has changed.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fingerprint, ownSources } from './lint/fingerprint.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const clangTidy = join(root, '../node_modules/.cache/clang-tools/clang_tidy/data/bin/clang-tidy');
/** For each file, the fingerprint that had no findings. */
const cleanPath = join(root, 'build-lint/clean.json');

interface CompileCommand {
  readonly file: string;
  readonly command: string;
}

/** Settings that stand for the tool, its rules and the libraries with which the code is compiled. */
const common = [
  'scripts/clang-tools.txt',
  '.clang-tidy',
  'conf/lv_conf.h',
  'Cargo.lock',
  '../node_modules/node-addon-api/package.json',
  '../node_modules/node-api-headers/package.json',
].map((path) => readFileSync(join(root, path), 'utf8'));

function fingerprintOf({ file, command }: CompileCommand): string {
  const folders = [...command.matchAll(/ -I(\S+)/g)].map(([, folder]) => folder ?? '');
  return fingerprint(ownSources(file, [...folders, join(root, 'conf')]), [command, ...common]);
}

/** What is wrong with the file; null when nothing is. */
async function findingsOf(file: string): Promise<string | null> {
  try {
    await run(clangTidy, ['-p', 'build-lint', '--quiet', file], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    return null;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    // Findings are on stdout. stderr has the reason when the tool itself failed.
    return stdout || stderr || String(error);
  }
}

const commands = (JSON.parse(readFileSync(join(root, 'build-lint/compile_commands.json'), 'utf8')) as CompileCommand[])
  .filter(({ file }) => /^(addon|bench)\//.test(relative(root, file)))
  .map((command) => ({ ...command, name: relative(root, command.file), print: fingerprintOf(command) }));
const before = existsSync(cleanPath) ? (JSON.parse(readFileSync(cleanPath, 'utf8')) as Record<string, string>) : {};
const clean: Record<string, string> = {};
const waiting = commands.filter(({ name, print }) => {
  const isClean = before[name] === print;
  if (isClean) clean[name] = print;
  return !isClean;
});

/** A finding in a header comes with every file that includes it, but is printed once. */
const told = new Set<string>();
function tell(findings: string): void {
  for (const finding of findings.trimEnd().split(/\n(?=\S+:\d+:\d+: error: )/)) {
    if (!told.has(finding)) console.log(finding);
    told.add(finding);
  }
}

async function work(): Promise<void> {
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const findings = await findingsOf(next.file);
    if (findings === null) {
      clean[next.name] = next.print;
    } else {
      tell(findings);
      process.exitCode = 1;
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
writeFileSync(cleanPath, JSON.stringify(clean));
