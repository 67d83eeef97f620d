/** Why a device of the board cannot be used, with everything that a technician needs to repair it. */
export interface DeviceFault {
  readonly code:
    /** No device has this name. */
    | 'device-missing'
    /** The device is there, but this process may not use it. */
    | 'device-forbidden'
    /** Another driver or process uses it. */
    | 'device-busy'
    /** The name is there, but there is no working device behind it. */
    | 'device-gone'
    /** The device is not what the board's data says. */
    | 'device-unfit'
    /** The kernel refused for another reason. */
    | 'device-failed';
  /** The path, followed by the name in the board's data where that is different. */
  readonly device: string;
  /** The system's own code, for example `EACCES`; null when the refusal did not come from the system. */
  readonly reason: string | null;
  /** The names that are there instead, [] for none; null when they would not help. */
  readonly present: readonly string[] | null;
  readonly cure: string;
}
