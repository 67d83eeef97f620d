/** Who brings a message again this often is not told "later" once more. */
const MOST_FAULTS = 3;
/** Messages that are counted at a time. */
const MOST_KEYS = 64;

/**
 * Counts how often each message failed to be taken. A sender is told "later" a few times; but a message that fails each
 * time, while others are taken, would be brought again for days, and whatever waits behind it at the relay would wait
 * as long.
 */
export class RepeatedFaults {
  readonly #seen = new Map<string, { count: number; readonly takenBefore: number }>();
  #taken = 0;

  /** Another message was taken: what failed before did not fail for all. */
  taken(): void {
    this.#taken += 1;
  }

  /**
   * Counts a fault. True when it is time to refuse the message for good.
   * @param ofAll the fault may be one of all messages, as of a full disk: then only those count that others did not
   * have
   */
  count(key: string, ofAll: boolean): boolean {
    const seen = this.#seen.get(key) ?? { count: 0, takenBefore: this.#taken };
    seen.count += 1;
    this.#seen.delete(key);
    this.#seen.set(key, seen);
    const oldest = this.#seen.keys().next();
    if (this.#seen.size > MOST_KEYS && oldest.done !== true) this.#seen.delete(oldest.value);
    return seen.count >= MOST_FAULTS && (!ofAll || this.#taken > seen.takenBefore);
  }
}
