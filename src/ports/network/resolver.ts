import type { Result } from '../../domain/result.ts';

/** A record of RFC 2782. */
export interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** A record of RFC 3403, with the fields that RFC 3263 §4.1 uses. */
export interface NaptrRecord {
  readonly order: number;
  readonly preference: number;
  /** 's' means that the replacement is a name with SRV records. */
  readonly flags: string;
  /** `SIPS+D2T` stands for SIP over TLS. */
  readonly service: string;
  readonly replacement: string;
}

/** 'unavailable': no name server answered in time, or none could say; a later query may succeed. */
export type ResolverFailure = 'unavailable';

/**
 * The Domain Name System. No promise rejects, and each settles within 5 s. A name that does not exist, or that has no
 * such records, gives an empty list.
 */
export interface Resolver {
  naptr(domain: string): Promise<Result<readonly NaptrRecord[], ResolverFailure>>;
  srv(name: string): Promise<Result<readonly SrvRecord[], ResolverFailure>>;
  /** IPv4 and IPv6 addresses in the order in which to try them; names in the hosts file count too. */
  addresses(host: string): Promise<Result<readonly string[], ResolverFailure>>;
}
