import type { Native } from './native.ts';

/** The longest delay that setTimeout accepts. */
const longestMs = 2 ** 31 - 1;

/** Runs LVGL's timer handler when LVGL needs it, and at no other time. */
export class Loop {
  readonly #native: Native;
  readonly #isVirtual: boolean;
  #isRunning = false;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #virtualMs = 0;

  constructor(native: Native, isVirtual: boolean) {
    this.#native = native;
    this.#isVirtual = isVirtual;
  }

  start(): void {
    if (this.#isVirtual) throw new Error('with a virtual clock the loop is driven by advance()');
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.wake();
  }

  stop(): void {
    this.#isRunning = false;
    this.#clear();
  }

  /** Something became due, so look again after the present turn of JavaScript's own loop. */
  wake(): void {
    if (!this.#isRunning || this.#immediate !== undefined) return;
    this.#immediate = setImmediate(() => {
      this.#run();
    });
  }

  advance(ms: number): void {
    if (!this.#isVirtual) throw new Error('only a virtual clock can be advanced: open({ virtualClock: true })');
    if (!Number.isInteger(ms) || ms < 0)
      throw new RangeError(`advance() takes a whole number of milliseconds, not ${ms}`);
    const end = this.#virtualMs + ms;
    for (
      let next = this.#native.runHandler();
      next >= 0 && this.#virtualMs + next <= end;
      next = this.#native.runHandler()
    ) {
      // A timer that is due at once runs once a millisecond, as it would on a real clock.
      this.#virtualMs += Math.max(next, 1);
      if (this.#virtualMs > end) break;
      this.#native.setVirtualTime(this.#virtualMs);
    }
    this.#virtualMs = end;
    this.#native.setVirtualTime(end);
  }

  #run(): void {
    this.#clear();
    let nextMs = 0;
    try {
      nextMs = this.#native.runHandler();
    } finally {
      // A callback that threw ends this run but not the loop. Its error goes on to the process as an uncaught
      // exception.
      if (this.#isRunning && nextMs >= 0) this.#sleep(nextMs);
    }
  }

  #sleep(ms: number): void {
    // When wake() was called during the run, its immediate looks first.
    this.#timer = setTimeout(
      () => {
        this.#run();
      },
      Math.min(ms, longestMs),
    );
  }

  #clear(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }
}
