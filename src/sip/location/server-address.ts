/** Where to connect to. Which certificate must be shown there is decided by the SIP domain alone. */
export interface ServerAddress {
  /** An IPv4 or IPv6 address in digits. */
  readonly address: string;
  readonly port: number;
}
