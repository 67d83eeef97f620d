/** What started this process, and starts it again when it has ended or stands still. */
export interface ServiceManager {
  /** It takes a process that has not said `alive` for so long for dead, and ends it; null where it does not watch. */
  readonly patienceMs: number | null;
  /** The handset can be used from now on. Never throws. */
  ready(): void;
  /** Never throws. */
  alive(): void;
}
