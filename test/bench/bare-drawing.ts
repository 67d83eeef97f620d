import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../native/build/lvgl-bench', import.meta.url));

/** The same change drawn from C over the same LVGL build, one sample in milliseconds a line; null, and said so, when it is not built. */
export function bareDrawing(): readonly number[] | null {
  if (!existsSync(PROGRAM)) {
    console.log('  (no comparison with bare C: native/build/lvgl-bench is not built)');
    return null;
  }
  return execFileSync(PROGRAM, ['--samples'], { encoding: 'utf8' }).trim().split('\n').map(Number);
}
