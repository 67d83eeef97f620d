import { dirname } from 'node:path';
import * as v from 'valibot';
import { ensurePrivateFolder, errorCodeOf, PRIVATE_FILE, replaceFile } from '../../crypto/keys/atomic-file.ts';
import { peerDomain, type PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { relayAddress } from '../../relay/message/relay-address.ts';
import type { RelayAccount } from '../../relay/access/account-directory.ts';
import { describeFaults, readConfigFile, sipAddress, text } from '../config/config-file.ts';
import { instances } from '../config/relay-config.ts';
import { statSync } from 'node:fs';

const MOST_ACCOUNTS = 10_000;
const hash = (characters: number): v.GenericSchema<string, string> =>
  v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${characters}}$`), `must be ${characters} digits of 0-9 and a-f`));

const schema = v.strictObject({
  accounts: v.pipe(
    v.array(
      v.strictObject({
        address: sipAddress,
        username: text(255),
        instances: v.optional(instances),
        secrets: v.strictObject({ 'SHA-256': v.optional(hash(64)), MD5: v.optional(hash(32)) }),
      }),
    ),
    v.maxLength(MOST_ACCOUNTS, `must have at most ${MOST_ACCOUNTS} accounts`),
  ),
});

/**
 * The accounts of `npm run relay -- account …`: no passwords, but H(user:realm:password) of each, from which a password
 * can only be guessed. Who has a hash can log in with it in this domain, so the file is for its owner only.
 */
export function readAccountsFile(path: string, domain: string): Result<readonly RelayAccount[], string> {
  // Before the first account there is none.
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return success([]);
  const file = readConfigFile(path, schema, {});
  if (!file.ok) return failure(describeFaults(file.error));
  const faults = file.value.secretFault('accounts');
  if (faults.length > 0) return failure(describeFaults(faults));
  const accounts = file.value.value.accounts.map(({ address, username, secrets, instances: bound }) => ({
    address,
    username,
    secrets: Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret !== undefined)),
    ...(bound === undefined ? {} : { instances: bound }),
  }));
  const fault = faultIn(accounts, domain);
  return fault === null ? success(accounts) : failure(`${path}: ${fault}`);
}

export function writeAccountsFile(path: string, accounts: readonly RelayAccount[]): Result<void, string> {
  try {
    ensurePrivateFolder(dirname(path));
    replaceFile(path, `${JSON.stringify({ accounts }, null, 2)}\n`, PRIVATE_FILE);
    return success(undefined);
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === null) throw error;
    return failure(`${path}: cannot be written (${code}); make its folder writable for this user`);
  }
}

function faultIn(accounts: readonly RelayAccount[], domain: string): string | null {
  const taken = new Set<PeerAddress | string>();
  for (const { address, username } of accounts) {
    if (peerDomain(address) !== domain) return `${address} is not in the domain ${domain}; remove it`;
    if (address === relayAddress(domain)) return `${address} is the address of the relay itself; remove it`;
    if (taken.has(address) || taken.has(`name ${username}`)) return `${address} or its name stands there twice`;
    taken.add(address).add(`name ${username}`);
  }
  return null;
}
