/** What a relay process tells the process that forked it. */
export type RelayReport =
  /** The relay listens, and handsets may connect. */
  | { readonly kind: 'listening'; readonly host: string; readonly port: number }
  | { readonly kind: 'counted'; readonly registered: number; readonly tlsVersion: string | null }
  /** The relay could not start; `message` is one line for the person at the terminal. */
  | { readonly kind: 'failed'; readonly message: string };

/** What the forking process orders. When that process vanishes, the relay stops too. */
export interface RelayOrder {
  readonly kind: 'stop';
}
