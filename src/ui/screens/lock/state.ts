/** The keypad is locked. Keys are counted, so that a pocket does not find its way out. */
export interface LockState {
  readonly kind: 'lock';
  /** How many of the keys that unlock were pressed, 0…3. */
  readonly progress: number;
  /** Keys that were none of them, since the keypad was left alone for a while; 0…5. */
  readonly wrongKeys: number;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    /** It lies over any other view, which stays as it was. */
    readonly lock: { readonly state: LockState; readonly opening: NoOpening };
  }
}
