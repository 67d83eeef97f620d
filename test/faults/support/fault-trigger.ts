import type { KillAt } from './handset-orders.ts';

/** Ends its process as a power cut would, when the point that it is armed with was passed so many times. */
export class FaultTrigger<Point> {
  #killAt: KillAt<Point> | null;
  #passings = 0;

  constructor(killAt: KillAt<Point> | null) {
    this.#killAt = killAt;
  }

  arm(killAt: KillAt<Point> | null): void {
    this.#killAt = killAt;
    this.#passings = 0;
  }

  pass(point: Point): void {
    if (point !== this.#killAt?.point) return;
    this.#passings += 1;
    if (this.#passings >= this.#killAt.passing) process.kill(process.pid, 'SIGKILL');
  }
}
