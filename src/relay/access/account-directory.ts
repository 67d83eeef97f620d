import type { PeerAddress } from '../../domain/peer-address.ts';
import { DIGEST_ALGORITHMS, type DigestHash } from '../../wire/authentication/digest-algorithm.ts';
import { digestSecret } from '../../wire/authentication/digest-response.ts';

/** What the relay offers, strongest first. MD5 is for clients that know nothing else. */
export const OFFERED_DIGESTS: readonly DigestHash[] = ['SHA-256', 'MD5'];

/** Somebody who may log in. */
export interface RelayAccount {
  readonly username: string;
  /** The one address that this account may speak for. */
  readonly address: PeerAddress;
  /**
   * H(username:realm:password) in hex, one per algorithm (RFC 7616 §3.4.2). An algorithm that is missing here cannot be
   * used for this account.
   */
  readonly secrets: Readonly<Partial<Record<DigestHash, string>>>;
  /**
   * The devices to which the operator has bound the account, as `+sip.instance` names them (`urn:uuid:…`, lower case).
   * Without it the first device that logs in is the account's own.
   */
  readonly instances?: readonly string[];
}

/** The accounts that the relay knows. Both look-ups happen at every request, so they must answer at once. */
export interface AccountDirectory {
  /** Usernames are compared exactly. */
  findByUsername(username: string): RelayAccount | null;
  findByAddress(address: PeerAddress): RelayAccount | null;
  /**
   * The digest algorithms that most of the accounts take, strongest first. An address without an account is offered
   * them, so that it looks like most that have one.
   */
  readonly usualDigests: readonly DigestHash[];
}

export interface PasswordAccount {
  readonly address: PeerAddress;
  readonly username: string;
  readonly password: string;
  /**
   * Digest algorithms to offer to this account's client, at least one. All are offered when this is not given. Name
   * fewer only for a client that gives up when it is offered more.
   */
  readonly digests?: readonly DigestHash[];
  /** See `RelayAccount`. */
  readonly instances?: readonly string[];
}

/** A directory that never changes; passwords are hashed for the realm (the SIP domain) and not kept. */
export class FixedAccountDirectory implements AccountDirectory {
  readonly usualDigests: readonly DigestHash[];
  readonly #byUsername = new Map<string, RelayAccount>();
  readonly #byAddress = new Map<PeerAddress, RelayAccount>();

  constructor(realm: string, accounts: readonly PasswordAccount[]) {
    for (const { address, username, password, digests, instances } of accounts) {
      const secrets = Object.fromEntries(
        (digests ?? DIGEST_ALGORITHMS).map((hash) => [hash, digestSecret(hash, username, realm, password)]),
      );
      const account = { address, username, secrets, ...(instances === undefined ? {} : { instances }) };
      this.#byUsername.set(username, account);
      this.#byAddress.set(address, account);
    }
    this.usualDigests = usualDigestsOf(this.all);
  }

  get all(): readonly RelayAccount[] {
    return [...this.#byAddress.values()];
  }

  findByUsername(username: string): RelayAccount | null {
    return this.#byUsername.get(username) ?? null;
  }

  findByAddress(address: PeerAddress): RelayAccount | null {
    return this.#byAddress.get(address) ?? null;
  }
}

/** The offered algorithms that this account can use, strongest first. */
export function digestsOf({ secrets }: RelayAccount): readonly DigestHash[] {
  return OFFERED_DIGESTS.filter((hash) => secrets[hash] !== undefined);
}

/** All algorithms when there is no account; of two choices that are as common, the one that came first. */
export function usualDigestsOf(accounts: readonly RelayAccount[]): readonly DigestHash[] {
  const taken = Map.groupBy(accounts.map(digestsOf), (digests) => digests.join());
  const [usual] = [...taken.values()].toSorted((one, other) => other.length - one.length);
  return usual?.[0] ?? OFFERED_DIGESTS;
}
