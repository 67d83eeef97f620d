import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parsePeerAddress, peerDomain, peerUser, type PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Random } from '../../ports/system/random.ts';
import { relayAddress } from '../../relay/message/relay-address.ts';
import type { RelayAccount } from '../../relay/access/account-directory.ts';
import type { DigestHash } from '../../wire/authentication/digest-algorithm.ts';
import { digestSecret } from '../../wire/authentication/digest-response.ts';
import type { RelayConfig } from '../config/relay-config.ts';
import { readAccountsFile, writeAccountsFile } from './accounts-file.ts';

const ACCOUNT_USAGE = `usage: relay account add NAME --config FILE [--md5] [--stdin]
       relay account password NAME --config FILE [--md5] [--stdin]
       relay account remove NAME --config FILE
       relay account list --config FILE
  NAME      of the account: alice for sip:alice@DOMAIN
  --stdin   take the password from the first line of standard input; without it one is made and printed, once
  --md5     for a client that knows no digest but MD5; it is offered nothing else`;

interface AccountOrder {
  readonly action: string;
  /** '' for `list`. */
  readonly name: string;
  readonly takesMd5: boolean;
  readonly takesStdin: boolean;
}

/** What stands behind `relay account` on the command line. A failure is the usage. */
export function readAccountOrder(
  args: readonly string[],
): Result<AccountOrder & { readonly configFile: string }, string> {
  try {
    const boolean = { type: 'boolean', default: false } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: { type: 'string' }, md5: boolean, stdin: boolean },
    });
    const [action = '', name = '', ...rest] = positionals;
    const isComplete = rest.length === 0 && (action === 'list') === (name === '') && values.config !== undefined;
    if (!isComplete) return failure(ACCOUNT_USAGE);
    return success({ action, name, takesMd5: values.md5, takesStdin: values.stdin, configFile: values.config ?? '' });
  } catch (error) {
    return failure(`relay account: ${(error as Error).message}\n${ACCOUNT_USAGE}`);
  }
}

const PASSWORD_BYTES = 18;
const LEAST_CHARACTERS = 8;

/** Does it, and gives back what is printed. The relay sees the new file within a second. */
export function runAccountCommand(order: AccountOrder, config: RelayConfig, random: Random): Result<string, string> {
  const { accountsFile, domain } = config;
  if (accountsFile === undefined) {
    return failure('its configuration names no accounts file; add "accountsFile": "accounts.json" there');
  }
  const read = readAccountsFile(accountsFile, domain);
  if (!read.ok) return read;
  if (order.action === 'list') return success(read.value.map(({ address }) => `${address}\n`).join(''));
  const address = addressOf(order.name, domain);
  if (!address.ok) return address;
  const changed = change(order, address.value, read.value, { config, random });
  if (!changed.ok) return changed;
  const written = writeAccountsFile(accountsFile, changed.value.accounts);
  return written.ok ? success(changed.value.printed) : written;
}

interface Change {
  readonly accounts: readonly RelayAccount[];
  readonly printed: string;
}

function change(
  order: AccountOrder,
  address: PeerAddress,
  accounts: readonly RelayAccount[],
  { config, random }: { readonly config: RelayConfig; readonly random: Random },
): Result<Change, string> {
  const others = accounts.filter((account) => account.address !== address);
  const before = accounts.find((account) => account.address === address);
  const isThere = before !== undefined;
  const stands = config.accounts.some((account) => account.address === address);
  if (stands) return failure(`${address} stands in the configuration file itself; change it there`);
  if (order.action === 'remove') {
    return isThere ? success({ accounts: others, printed: `${address} is removed\n` }) : failure(noSuch(address));
  }
  if (order.action !== 'add' && order.action !== 'password') return failure(ACCOUNT_USAGE);
  if (order.action === 'add' && isThere) return failure(`${address} exists; use "account password" for a new password`);
  if (order.action === 'password' && !isThere) return failure(noSuch(address));
  const password = passwordFor(order, random);
  if (!password.ok) return password;
  const made = accountOf(address, password.value, config.domain, order.takesMd5 ? 'MD5' : 'SHA-256');
  const account = boundAs(before, made);
  const shown = order.takesStdin ? '' : `, with the password ${password.value}`;
  return success({ accounts: [...others, account], printed: `${address} can log in as ${account.username}${shown}\n` });
}

/** A new password leaves the account bound to the devices that it was bound to. */
function boundAs(before: RelayAccount | undefined, made: RelayAccount): RelayAccount {
  return before?.instances === undefined ? made : { ...made, instances: before.instances };
}

const noSuch = (address: PeerAddress): string => `${address} is no account; "account list" shows them`;

function accountOf(address: PeerAddress, password: string, realm: string, hash: DigestHash): RelayAccount {
  const username = peerUser(address);
  return { address, username, secrets: { [hash]: digestSecret(hash, username, realm, password) } };
}

function addressOf(name: string, domain: string): Result<PeerAddress, string> {
  const parsed = parsePeerAddress(name.includes('@') ? name : `sip:${name}@${domain}`);
  const isOurs =
    parsed.ok &&
    peerDomain(parsed.value) === domain &&
    peerUser(parsed.value) !== '' &&
    parsed.value !== relayAddress(domain);
  return isOurs ? success(parsed.value) : failure(`"${name}" is no name of an account in ${domain}; as alice`);
}

function passwordFor({ takesStdin }: AccountOrder, random: Random): Result<string, string> {
  if (!takesStdin) return success(Buffer.from(random.bytes(PASSWORD_BYTES)).toString('base64url'));
  const [line = ''] = readFileSync(0, 'utf8').split('\n');
  const password = line.replace(/\r$/, '');
  return password.length < LEAST_CHARACTERS
    ? failure(`the password on standard input has less than ${LEAST_CHARACTERS} characters`)
    : success(password);
}
