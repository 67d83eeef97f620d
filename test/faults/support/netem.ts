import { spawnSync } from 'node:child_process';

/**
 * Whether this process is in a network of its own (test/interop/in-own-network.sh) whose kernel can delay and lose packets
 * (`sch_netem`). Elsewhere the tests that need it are skipped in sight: the machine's own loopback is not ours to spoil.
 */
export const HAS_NETEM =
  process.env['IN_OWN_NETWORK'] === 'yes' && netem('add', 'delay', '1ms') && netem('del', 'delay', '1ms');

/** `netem('add', 'delay', '800ms', 'loss', '5%')` on the loopback device; false when the kernel cannot. */
export function netem(change: 'add' | 'del', ...quality: readonly string[]): boolean {
  return spawnSync('tc', ['qdisc', change, 'dev', 'lo', 'root', 'netem', ...quality]).status === 0;
}
