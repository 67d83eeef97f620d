/** What the relay has done since its start, and its present state; for the operator's page and for tests. */
export interface RelayCounters {
  readonly connections: number;
  readonly registeredUsers: number;
  /** MESSAGEs from authenticated senders. */
  readonly received: number;
  /** Messages that a device accepted, either at once or out of the store. */
  readonly delivered: number;
  readonly stored: number;
  readonly expired: number;
  /** Failure reports written. */
  readonly reported: number;
  /** Requests that the relay itself answered with 4xx, 5xx or 6xx; challenges are not counted. */
  readonly refused: number;
}

export type RelayCounter = Exclude<keyof RelayCounters, 'connections' | 'registeredUsers'>;
