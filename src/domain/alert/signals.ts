/** Colours that every handset's LED can show or approximate: a single-colour LED shows them all as "on". */
export type LedColour = 'green' | 'amber' | 'red' | 'blue';

/** An LED pattern: `steps` in order, for ever. An empty list is dark. Rhythm tells the kinds apart where there is one colour. */
export interface LedPattern {
  readonly name: string;
  readonly steps: readonly { readonly colour: LedColour | 'off'; readonly durationMs: number }[];
}

/** A buzzer pattern, played once. `frequencyHz` 0 is silence. Ends by itself in at most 3 s. */
export interface BuzzerPattern {
  readonly name: string;
  readonly steps: readonly { readonly frequencyHz: number; readonly durationMs: number }[];
}
