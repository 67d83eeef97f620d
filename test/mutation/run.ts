// Runs Stryker over a draw of lines of each room and tells what survived; see README.md.
import { Stryker } from '@stryker-mutator/core';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { drawLines } from './drawn-lines.ts';
import { REQUIRED_SCORE, ROOMS, type Room } from './rooms.ts';

type Mutants = Awaited<ReturnType<Stryker['runMutationTest']>>;

const OUT = 'out/mutation';
const seed = Number(process.env['SEED'] ?? Math.floor(Date.now() / 1_000) % 100_000);
const lines = process.env['LINES'] === 'all' ? Infinity : Number(process.env['LINES'] ?? 80);
const only = process.env['FILES'];

function filesOf({ name }: Room): readonly string[] {
  const files = globSync(`src/${name}/**/*.ts`).toSorted();
  return only === undefined ? files : files.filter((file) => file.includes(only));
}

async function mutate(room: Room): Promise<Mutants> {
  const files = filesOf(room);
  if (files.length === 0) return [];
  process.env['MUTATED_ROOM'] = room.name;
  return new Stryker({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    mutate: [...(only === undefined ? drawLines(files, lines, seed) : files)],
    // A changed word of a log line or of an error is no change of behaviour.
    mutator: { excludedMutations: ['StringLiteral'] },
    coverageAnalysis: 'perTest',
    concurrency: availableParallelism(),
    timeoutMS: 20_000,
    tempDirName: `${OUT}/sandbox`,
    ignorePatterns: ['/native', '/build', '/out', '/var', 'test/golden', 'test/e2e', '*.png'],
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `${OUT}/${room.name}.json` },
    thresholds: { high: 100, low: REQUIRED_SCORE, break: null },
    logLevel: 'warn' as never,
    allowConsoleColors: false,
  }).runMutationTest();
}

function survivorsOf(mutants: Mutants): readonly string[] {
  return mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ fileName, location, mutatorName, replacement, status }) => {
      const place = `${fileName.replace(/^.*\/src\//, 'src/')}:${location.start.line}:${location.start.column}`;
      const reached = status === 'NoCoverage' ? ', reached by no test' : '';
      return `${place}  ${mutatorName} → ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}${reached}`;
    })
    .toSorted();
}

/** A change that makes an endless loop is noticed too. */
function killedOf(mutants: Mutants): number {
  return mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
}

const names = process.env['ROOMS']?.split(/\s+/) ?? ROOMS.map(({ name }) => name);
const survivors: string[] = [];
let failed = 0;
mkdirSync(OUT, { recursive: true });
console.log(`mutation: seed ${seed}, ${only ?? `${lines === Infinity ? 'all' : lines} lines a room`}`);
for (const room of ROOMS.filter(({ name }) => names.includes(name))) {
  const mutants = await mutate(room);
  const killed = killedOf(mutants);
  const survived = survivorsOf(mutants);
  const tried = killed + survived.length;
  if (tried === 0) continue;
  const score = (100 * killed) / tried;
  survivors.push(...survived);
  if (score < REQUIRED_SCORE) failed++;
  console.log(`${room.name}: ${killed} of ${tried} killed, ${score.toFixed(1)} % (at least ${REQUIRED_SCORE} %)`);
}
writeFileSync(`${OUT}/survivors.txt`, survivors.map((line) => `${line}\n`).join(''));
console.log(`${survivors.length} survived: ${OUT}/survivors.txt`);
process.exitCode = failed === 0 ? 0 : 1;
