/**
 * CSeq numbers for the life of the process: a registrar refuses a REGISTER of the same Call-ID whose number did not grow (RFC 3261 §10.3 step 7),
 * on a new flow too.
 */
export class SequenceCounter {
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }

  /** A challenge that was answered has used up numbers of its own. */
  used(number: number): void {
    this.#last = Math.max(this.#last, number);
  }
}
