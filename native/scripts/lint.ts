// Runs clang-tidy over the addons and the bare benchmark: `node scripts/lint.ts`. Needs
// build-lint/compile_commands.json. A file without findings is checked again only when it, one of our headers that it
// includes, a library or a rule has changed. Files are looked at together first, which takes a third of the time; where
// anything is found, each of them is looked at alone, and that is what is printed.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fingerprint, ownSources } from './lint/fingerprint.ts';
import { groups, joined } from './lint/joined.ts';

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
async function findingsOf(file: string, commands = 'build-lint'): Promise<string | null> {
  try {
    await run(clangTidy, ['-p', commands, '--quiet', file], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    return null;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    // Findings are on stdout. stderr has the reason when the tool itself failed.
    return stdout || stderr || String(error);
  }
}

const commands = (JSON.parse(readFileSync(join(root, 'build-lint/compile_commands.json'), 'utf8')) as CompileCommand[])
  .filter(({ file }) => /^(addon|linux-io|bench)\//.test(relative(root, file)))
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

type Waiting = (typeof waiting)[number];

/** Whether the files together have no finding. */
async function areClean(group: readonly Waiting[], index: number): Promise<boolean> {
  const [first] = group;
  if (first === undefined || group.length === 1) return false;
  const folder = join(root, `build-lint/joined-${index}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'joined.cpp');
  writeFileSync(file, joined(group.map((each) => each.file)));
  const command = first.command.replaceAll(first.file, file);
  writeFileSync(join(folder, 'compile_commands.json'), JSON.stringify([{ directory: root, file, command }]));
  return (await findingsOf(file, folder)) === null;
}

async function together(): Promise<void> {
  const alike = groups(waiting.map((each) => ({ ...each, flags: each.command.replaceAll(each.name, '') })));
  await Promise.all(
    alike.map(async (group, index) => {
      if (!(await areClean(group, index))) return;
      for (const member of group) {
        clean[member.name] = member.print;
        waiting.splice(waiting.indexOf(member), 1);
      }
    }),
  );
}

async function alone(): Promise<void> {
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

await together();
await Promise.all(Array.from({ length: availableParallelism() }, alone));
writeFileSync(cleanPath, JSON.stringify(clean));
