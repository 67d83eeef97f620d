import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../native/build/lvgl-bench', import.meta.url));

/** The same change drawn from C over the same LVGL build, in milliseconds; null, and said so, when it is not built. */
export function bareDrawing(count: number): readonly number[] | null {
  if (!existsSync(PROGRAM)) {
    console.log('  (no comparison with bare C: native/build/lvgl-bench is not built)');
    return null;
  }
  // It prints one sample in nanoseconds a line.
  const lines = execFileSync(PROGRAM, [String(count)], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return lines.map((line) => Number(line) / 1e6);
}
