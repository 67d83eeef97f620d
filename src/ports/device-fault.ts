/** A device of the board that cannot be used: all that its technician needs to put it right. */
export interface DeviceFault {
  readonly code:
    /** There is nothing of that name. */
    | 'device-missing'
    /** It is there, and this process may not use it. */
    | 'device-forbidden'
    /** Another driver or process has it. */
    | 'device-busy'
    /** Its name is there, but no working device behind it. */
    | 'device-gone'
    /** It is not what the board's data says. */
    | 'device-unfit'
    /** The kernel refused for another reason. */
    | 'device-failed';
  /** Its path, and how the board's data calls it where that is another name. */
  readonly device: string;
  /** In the system's own words, as `EACCES`; null when it was not the system that refused. */
  readonly reason: string | null;
  /** What there is instead, empty when there is nothing; null where it does not help to know. */
  readonly present: readonly string[] | null;
  readonly cure: string;
}
