// As much of vitest as the contract suites use, for a machine that has nothing but Node: bundled in vitest's place.
// Prints a line for each test, and ends the process with 1 when one has failed.
import { deepStrictEqual, throws } from 'node:assert/strict';

type Work = () => void | Promise<void>;
interface Test {
  readonly name: string;
  readonly run: Work;
}

const tests: Test[] = [];
const groups: string[] = [];
const after: Work[] = [];

export function describe(name: string, tell: () => void): void {
  groups.push(name);
  tell();
  groups.pop();
}

export function it(name: string, run: Work): void {
  tests.push({ name: [...groups, name].join(' '), run });
}

export function afterEach(work: Work): void {
  after.push(work);
}

export function expect(value: unknown): { toEqual(wanted: unknown): void; toThrow(): void } {
  return {
    toEqual: (wanted) => {
      deepStrictEqual(value, wanted);
    },
    toThrow: () => {
      throws(value as () => unknown);
    },
  };
}

/** Runs what was told, one after the other. */
export async function runTests(): Promise<void> {
  let failed = 0;
  for (const { name, run } of tests) {
    try {
      await run();
      process.stdout.write(`passed ${name}\n`);
    } catch (error) {
      failed += 1;
      process.stdout.write(`failed ${name}: ${String(error).replaceAll('\n', ' ')}\n`);
    }
    // What was not even opened cannot be closed; that has been told already.
    for (const work of after)
      await Promise.resolve()
        .then(work)
        .catch(() => undefined);
  }
  process.stdout.write(`ended ${tests.length - failed} passed, ${failed} failed\n`);
  process.exit(failed === 0 ? 0 : 1);
}
