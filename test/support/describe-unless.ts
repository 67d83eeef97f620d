import { describe, it } from 'vitest';

/**
 * A group of tests that needs what a machine may lack. `obstacle` says in words what is missing, null for nothing. The
 * group is then one skipped test, whose reason the end of the run tells. Under CI it fails instead, so that a broken
 * installation cannot look like a green run.
 */
export function describeUnless(obstacle: string | null, name: string, tests: () => void): void {
  if (obstacle === null) {
    describe(name, tests);
    return;
  }
  it(name, ({ skip }) => {
    if (process.env['CI'] === 'true') throw new Error(`under CI this is a failure: ${obstacle}`);
    skip(obstacle);
  });
}
