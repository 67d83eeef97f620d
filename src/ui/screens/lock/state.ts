/** The keypad is locked. Keys are counted, so that presses in a pocket do not unlock it by chance. */
export interface LockState {
  readonly kind: 'lock';
  /** How many of the four keys were pressed in order, 0…3. */
  readonly progress: number;
  /** How many wrong keys were pressed since the keypad was last left alone for a while; 0…5. */
  readonly wrongKeys: number;
  /** A key was pressed since the keypad was last left alone for a while. The first one only wakes. */
  readonly woken: boolean;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    /** The lock lies over any other view, which stays as it was. */
    readonly lock: { readonly state: LockState; readonly opening: NoOpening };
  }
}
