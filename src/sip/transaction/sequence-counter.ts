/**
 * CSeq numbers for the life of the process. A registrar refuses a REGISTER of the same Call-ID whose number did not
 * grow (RFC 3261 §10.3 step 7), even on a new flow.
 */
export class SequenceCounter {
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }
}
