import { readFileSync } from 'node:fs';
import { SeededRandom } from '../../src/simulator/hand/seeded-random.ts';

/** Lines that may hold something to change: no comments, imports, blank lines or lone brackets. */
function codeLines(file: string): readonly number[] {
  const numbers: number[] = [];
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (!/^\s*($|\/\/|\/?\*|import\b|export type\b|readonly \w+\??:|[)\]};,]*$)/.test(line)) numbers.push(index + 1);
  }
  return numbers;
}

/** `count` different lines of these files, as ranges that Stryker's `mutate` takes; all of the files when there are no more. */
export function drawLines(files: readonly string[], count: number, seed: number): readonly string[] {
  const all = files.flatMap((file) => codeLines(file).map((line) => `${file}:${line}-${line}`));
  if (all.length <= count) return files;
  const random = new SeededRandom(seed);
  for (let drawn = 0; drawn < count; drawn++) {
    const from = drawn + Math.floor(random.between(0, all.length - drawn));
    const [here = '', there = ''] = [all[drawn], all[from]];
    all[drawn] = there;
    all[from] = here;
  }
  return all.slice(0, count);
}
