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

/**
 * Work that takes no longer than this for 8 KiB, and as much more for more, needs no closer look: what is quadratic on so
 * much takes a hundred times longer.
 */
const QUICK_MS = 3;
const QUICK_CHARACTERS = 8_192;
/** Whatever else the machine does can only make a run look slower, so the quickest of a few counts. */
const LOOKS = 3;

/**
 * Whether the work costs no more a byte on four times the input. Two glances that a busy machine can only make say no
 * come first, so that thousands of inputs can be asked about; what they do not settle is measured.
 */
export function isLinear(work: (size: number) => void, size: number): boolean {
  const quickMs = QUICK_MS * Math.max(1, (4 * size) / QUICK_CHARACTERS);
  const large = quickestMs(() => {
    work(4 * size);
  }, quickMs);
  if (large < quickMs) return true;
  const small = quickestMs(() => {
    work(size);
  }, 0);
  if (large < LINEAR * small) return true;
  // A collection of garbage within one measurement can look like growth, but hardly within each of five.
  return Array.from({ length: 5 }).some(() => costOfFourfold(work, size) < LINEAR);
}

function quickestMs(work: () => void, quickMs: number): number {
  let quickest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < LOOKS && quickest >= quickMs; look += 1) {
    const before = performance.now();
    work();
    quickest = Math.min(quickest, performance.now() - before);
  }
  return quickest;
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
