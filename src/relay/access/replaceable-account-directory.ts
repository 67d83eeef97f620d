import type { PeerAddress } from '../../domain/peer-address.ts';
import {
  usualDigestsOf,
  type AccountDirectory,
  type FixedAccountDirectory,
  type RelayAccount,
} from './account-directory.ts';
import type { DigestHash } from '../../wire/authentication/digest-algorithm.ts';

/** Accounts that the operator adds and removes while the relay runs, beside those that stand fast. */
export class ReplaceableAccountDirectory implements AccountDirectory {
  readonly #fixed: FixedAccountDirectory;
  #usualDigests: readonly DigestHash[];
  #byUsername: ReadonlyMap<string, RelayAccount> = new Map();
  #byAddress: ReadonlyMap<PeerAddress, RelayAccount> = new Map();

  constructor(fixed: FixedAccountDirectory) {
    this.#fixed = fixed;
    this.#usualDigests = fixed.usualDigests;
  }

  /**
   * Returns who must log in anew: the addresses whose account is gone, or has other secrets, another name or other
   * devices.
   */
  replace(accounts: readonly RelayAccount[]): readonly PeerAddress[] {
    const before = this.#byAddress;
    this.#byUsername = new Map(accounts.map((account) => [account.username, account]));
    this.#byAddress = new Map(accounts.map((account) => [account.address, account]));
    this.#usualDigests = usualDigestsOf([...accounts, ...this.#fixed.all]);
    return [...before.values()].flatMap((account) =>
      isSame(account, this.#byAddress.get(account.address)) ? [] : [account.address],
    );
  }

  get usualDigests(): readonly DigestHash[] {
    return this.#usualDigests;
  }

  findByUsername(username: string): RelayAccount | null {
    return this.#byUsername.get(username) ?? this.#fixed.findByUsername(username);
  }

  findByAddress(address: PeerAddress): RelayAccount | null {
    return this.#byAddress.get(address) ?? this.#fixed.findByAddress(address);
  }
}

function isSame(one: RelayAccount, other: RelayAccount | undefined): boolean {
  return (
    other !== undefined &&
    one.username === other.username &&
    one.secrets['SHA-256'] === other.secrets['SHA-256'] &&
    one.secrets.MD5 === other.secrets.MD5 &&
    one.instances?.join() === other.instances?.join()
  );
}
