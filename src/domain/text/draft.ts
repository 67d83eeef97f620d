/** Text not sent yet, kept per peer across power loss. `cursor` counts grapheme clusters from the start. */
export interface Draft {
  readonly text: string;
  readonly cursor: number;
}
