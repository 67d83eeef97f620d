/**
 * Why an update was refused or given up. `handset-update` and `handset-judge` (firmware/rootfs) and the program that
 * fetches say these words; docs/updating.md has each with its cure.
 */
export const UPDATE_FAILURES = [
  'no-signature',
  'other-authority',
  'expired',
  'not-yet-valid',
  'plain-format',
  'other-board',
  'damaged',
  'incomplete',
  'older',
  'fell-back',
  'on-trial',
  'store-too-new',
  'no-way-back',
  // Of a release that was tried, and that the handset came back from.
  'no-screen',
  'no-keys',
  'no-store',
  'no-registration',
  'did-not-start',
  // Of fetching.
  'no-room',
  'too-large',
  'server-not-trusted',
  'server-refuses',
  'server-unreachable',
  'notice-malformed',
  'failed',
] as const;
export type UpdateFailure = (typeof UPDATE_FAILURES)[number];

/** How it stands with a newer system for the handset. */
export type UpdateState =
  | { readonly kind: 'none' }
  /** The operator has a newer one, and it is not being fetched now. */
  | { readonly kind: 'available'; readonly version: string }
  | { readonly kind: 'fetching'; readonly version: string; readonly percent: number }
  /** `oneWay`: the system before it cannot read the messages any more afterwards. */
  | { readonly kind: 'installing'; readonly version: string; readonly percent: number; readonly oneWay: boolean }
  /** It runs from the next start on. */
  | { readonly kind: 'ready'; readonly version: string; readonly oneWay: boolean }
  | { readonly kind: 'failed'; readonly version: string; readonly reason: UpdateFailure };

export const NO_UPDATE: UpdateState = { kind: 'none' };

/** A system on trial stays when all of this is `good`. `absent`: this handset has it not, as one without an account. */
export interface HandsetHealth {
  readonly screen: 'good' | 'bad';
  readonly keys: 'good' | 'bad';
  readonly store: 'good' | 'bad' | 'absent';
  readonly registration: 'good' | 'bad' | 'absent';
  /** Nobody uses the handset: it may be restarted. */
  readonly quiet: 'yes' | 'no';
}
