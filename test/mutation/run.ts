// Runs Stryker over a draw of lines of each room and tells what survived; see README.md.
import { Stryker } from '@stryker-mutator/core';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { drawLines } from './drawn-lines.ts';
import { REQUIRED_SCORE, ROOMS, type Room } from './rooms.ts';
import { hasSurvived, survivorsFile } from './survivors-reporter.ts';

type Mutants = Awaited<ReturnType<Stryker['runMutationTest']>>;

const OUT = 'out/mutation';
const seed = Number(process.env['SEED'] ?? Math.floor(Date.now() / 1_000) % 100_000);
const lines = process.env['LINES'] === 'all' ? Infinity : Number(process.env['LINES'] ?? 80);
const only = process.env['FILES'];
const jobs = Number(process.env['JOBS'] ?? availableParallelism());

function filesOf({ name }: Room): readonly string[] {
  const files = globSync(`src/${name}/**/*.ts`).toSorted();
  return only === undefined ? files : files.filter((file) => file.includes(only));
}

/** Each room has its own, so that two rooms may run at once. */
function sandboxOf({ name }: Room): string {
  return `${OUT}/sandbox-${name}`;
}

async function mutate(room: Room, files: readonly string[]): Promise<Mutants> {
  process.env['MUTATED_ROOM'] = room.name;
  return new Stryker({
    testRunner: 'vitest',
    plugins: [
      '@stryker-mutator/vitest-runner',
      './test/mutation/survivors-reporter.ts',
      './test/mutation/no-behaviour.ts',
    ],
    ignorers: ['no-behaviour'],
    vitest: { configFile: 'test/mutation/vitest.config.ts', pool: room.pool ?? 'threads', related: false },
    mutate: [...(only === undefined ? drawLines(files, lines, seed) : files)],
    // A changed word of a log line or of an error is no change of behaviour.
    mutator: { excludedMutations: ['StringLiteral'] },
    coverageAnalysis: 'perTest',
    concurrency: jobs,
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 15,
    tempDirName: sandboxOf(room),
    cleanTempDir: 'always',
    ignorePatterns: [
      '/.eslintcache',
      '/native',
      '/firmware',
      '/build',
      '/out',
      '/var',
      'test/golden',
      'test/e2e',
      '*.png',
    ],
    reporters: ['json', 'survivors', 'progress-append-only'],
    jsonReporter: { fileName: `${OUT}/${room.name}.json` },
    thresholds: { high: 100, low: REQUIRED_SCORE, break: null },
    logLevel: 'warn' as never,
    allowConsoleColors: false,
  }).runMutationTest();
}

/** A change that makes an endless loop is noticed too. */
function killedOf(mutants: Mutants): number {
  return mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
}

function tell(room: Room, mutants: Mutants): boolean {
  const killed = killedOf(mutants);
  const tried = killed + mutants.filter(hasSurvived).length;
  const file = survivorsFile(room.name);
  const score = tried === 0 ? 100 : (100 * killed) / tried;
  console.log(
    `${room.name}: ${killed} of ${tried} killed, ${score.toFixed(1)} % (at least ${REQUIRED_SCORE} %): ${file}`,
  );
  return score >= REQUIRED_SCORE;
}

/** Whether the room reaches the bar. A room whose tests fail on the unchanged code does not, and the next one has its turn. */
async function holds(room: Room): Promise<boolean> {
  const files = filesOf(room);
  if (files.length === 0) return true;
  const sandbox = sandboxOf(room);
  rmSync(sandbox, { recursive: true, force: true });
  try {
    return tell(room, await mutate(room, files));
  } catch (error) {
    console.error(`${room.name}: no result, since Stryker stopped: ${String(error)}`);
    return false;
  } finally {
    rmSync(sandbox, { recursive: true, force: true });
  }
}

const names = process.env['ROOMS']?.split(/\s+/) ?? ROOMS.map(({ name }) => name);
mkdirSync(OUT, { recursive: true });
console.log(`mutation: seed ${seed}, ${only ?? `${lines === Infinity ? 'all' : lines} lines a room`}`);
for (const room of ROOMS.filter(({ name }) => names.includes(name))) if (!(await holds(room))) process.exitCode = 1;
