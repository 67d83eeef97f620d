import type { Result } from '../domain/result.ts';

/** RFC 2782. */
export interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** RFC 3403; the fields that RFC 3263 §4.1 uses. */
export interface NaptrRecord {
  readonly order: number;
  readonly preference: number;
  /** 's': the replacement is a name with SRV records. */
  readonly flags: string;
  /** `SIPS+D2T` for SIP over TLS. */
  readonly service: string;
  readonly replacement: string;
}

/** 'unavailable': no name server answered in time or it could not say; a later question may be answered. */
export type ResolverFailure = 'unavailable';

/**
 * The Domain Name System. No call rejects, and each settles within 5 s. A name that does not exist, or has no such records, gives an
 * empty list.
 */
export interface Resolver {
  naptr(domain: string): Promise<Result<readonly NaptrRecord[], ResolverFailure>>;
  srv(name: string): Promise<Result<readonly SrvRecord[], ResolverFailure>>;
  /** IPv4 and IPv6 addresses, in the order to try; names of the hosts file included. */
  addresses(host: string): Promise<Result<readonly string[], ResolverFailure>>;
}
