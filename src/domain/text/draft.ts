/**
 * A text that is not sent yet, kept for each peer across power loss. `cursor` counts grapheme clusters from the start.
 */
export interface Draft {
  readonly text: string;
  readonly cursor: number;
}
