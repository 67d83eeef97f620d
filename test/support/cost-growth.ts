const ROUNDS = 7;
/** Below this the clock and the collector decide. */
const LEAST_MS = 0.05;

/**
 * How many times more processor time of this thread the work costs on four times the input: about 4 where it is linear, about 16 where it is
 * quadratic. Both are measured in turn, and the least of several rounds counts, so that neither a busy machine nor the collector decides.
 */
export function costOfFourfold(work: (size: number) => void, size: number): number {
  let [small, large] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    small = Math.min(small, cost(work, size));
    large = Math.min(large, cost(work, 4 * size));
  }
  return large / Math.max(small, LEAST_MS);
}

/** Between linear and quadratic, with room for the steps in which caches and collector work. */
export const LINEAR = 9;

function cost(work: (size: number) => void, size: number): number {
  const before = process.threadCpuUsage();
  work(size);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
