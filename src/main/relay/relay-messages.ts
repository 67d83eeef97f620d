/** What a relay process tells the one that forked it. */
export type RelayReport =
  /** It listens: handsets may come. */
  | { readonly kind: 'listening'; readonly host: string; readonly port: number }
  | { readonly kind: 'counted'; readonly registered: number; readonly tlsVersion: string | null }
  /** It could not start; one line for the person at the terminal. */
  | { readonly kind: 'failed'; readonly message: string };

/** What the forking process asks of it. A parent that vanishes is an order to stop, too. */
export interface RelayOrder {
  readonly kind: 'stop';
}
