/** Somebody who has work left to do. */
export interface TurnTaker {
  /** Does a bounded piece of the work; true when there is more. */
  takeTurn(): boolean;
}

/**
 * Lets everybody who has work take turns, one piece each per turn of the event loop. A client that floods the relay
 * thus waits for its own turns, and the others do not feel it.
 */
export class FairTurns {
  readonly #waiting = new Set<TurnTaker>();
  #isScheduled = false;

  join(taker: TurnTaker): void {
    this.#waiting.add(taker);
    this.#schedule();
  }

  leave(taker: TurnTaker): void {
    this.#waiting.delete(taker);
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.size === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#round();
    });
  }

  #round(): void {
    for (const taker of [...this.#waiting]) {
      if (this.#waiting.has(taker) && !taker.takeTurn()) this.#waiting.delete(taker);
    }
    this.#schedule();
  }
}
