/** Where to connect to; who must be there is decided by the SIP domain alone. */
export interface ServerAddress {
  /** Numeric. */
  readonly address: string;
  readonly port: number;
}
