/** Processor time of this thread after which the two costs are told apart. */
const LEAST_SUM_MS = 160;
/**
 * Some kernels count the time of a thread in ticks of 4 ms, so one run of cheap work costs 0 or 4: the cost is that of
 * many runs, and each measurement lasts for a few ticks.
 */
const LEAST_MEASURED_MS = 16;
/** For compiler and caches. */
const WARM_UPS = 2;

/**
 * How many times more processor time of this thread the work costs on four times the input: about 4 where it is linear,
 * about 16 where it is quadratic. Small and large take turns on the same amount of input, and all runs count: whatever
 * else this machine does meets both.
 */
export function costOfFourfold(work: (size: number) => void, size: number): number {
  const small = (): void => {
    for (let count = 0; count < 4; count += 1) work(size);
  };
  const large = (): void => {
    work(4 * size);
  };
  for (let count = 0; count < WARM_UPS; count += 1) {
    small();
    large();
  }
  const repeats = repeatsOf(large);
  let [ofSmall, ofLarge] = [0, 0];
  while (ofSmall + ofLarge < LEAST_SUM_MS) {
    ofSmall += cost(small, repeats);
    ofLarge += cost(large, repeats);
  }
  return (4 * ofLarge) / ofSmall;
}

/** Half a second of processor time, which a busy machine may give only a little at a time. */
export const COST_TIMEOUT_MS = 60_000;

/** Between linear and quadratic, with room for the steps in which caches and collector work. */
export const LINEAR = 9;

function repeatsOf(work: () => void): number {
  let repeats = 1;
  while (cost(work, repeats) < LEAST_MEASURED_MS) repeats *= 2;
  return repeats;
}

function cost(work: () => void, repeats: number): number {
  const before = process.threadCpuUsage();
  for (let count = 0; count < repeats; count += 1) work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
