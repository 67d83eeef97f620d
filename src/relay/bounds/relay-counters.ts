/** What the relay has done since its start, and how it stands; for the operator's page and for tests. */
export interface RelayCounters {
  readonly connections: number;
  readonly registeredUsers: number;
  /** MESSAGEs from authenticated senders. */
  readonly received: number;
  /** Taken by a device, straight or out of the store. */
  readonly delivered: number;
  readonly stored: number;
  readonly expired: number;
  /** Failure reports written. */
  readonly reported: number;
  /** Requests that were answered 4xx, 5xx or 6xx by the relay itself, challenges not counted. */
  readonly refused: number;
}

export type RelayCounter = Exclude<keyof RelayCounters, 'connections' | 'registeredUsers'>;
