import type { SrvRecord } from '../../ports/network/resolver.ts';

/**
 * The order in which to try SRV targets (RFC 2782): by priority, and within one priority at random, in proportion to
 * the weights.
 * @param fraction uniform in [0, 1), called once per record
 */
export function orderSrvRecords(records: readonly SrvRecord[], fraction: () => number): readonly SrvRecord[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((one, other) => one - other);
  return priorities.flatMap((priority) =>
    drawByWeight(
      records.filter((record) => record.priority === priority),
      fraction,
    ),
  );
}

function drawByWeight(records: readonly SrvRecord[], fraction: () => number): SrvRecord[] {
  // Weight 0 comes first, so that it is chosen only when the random number is exactly 0 (RFC 2782, "Weight").
  let left = records.toSorted((one, other) => one.weight - other.weight);
  const drawn: SrvRecord[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    const mark = Math.floor(fraction() * (total + 1));
    let sum = 0;
    const index = left.findIndex(({ weight }) => (sum += weight) >= mark);
    const chosen = left[Math.max(0, index)];
    if (chosen === undefined) break;
    drawn.push(chosen);
    left = left.filter((record) => record !== chosen);
  }
  return drawn;
}
