/** The memory of this process. */
export interface Memory {
  /**
   * Gives back what can be done without for a while; what is needed again comes by itself, and takes longer the first
   * time. MUST return at once, and hold the event loop for less than 50 ms at a time. Never throws.
   */
  trim(): void;
}
