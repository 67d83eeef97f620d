/** The light behind the screen, or the panel itself where it makes its own. */
export interface Backlight {
  /** False where nothing can make the screen dark: it is seen at all times. */
  readonly canDarken: boolean;
  /**
   * @param percent of the brightest: 1…100, or 0 for dark. Where there are no levels, everything but 0 is the same. An
   * equal value is not written again unless the last write failed.
   */
  shine(percent: number): void;
  /** Makes the screen dark where that is possible, and releases the device; later calls do nothing. Idempotent. */
  close(): void;
}
