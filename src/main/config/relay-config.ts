import { resolve } from 'node:path';
import * as v from 'valibot';
import { peerDomain, peerUser, type PeerAddress } from '../../domain/peer-address.ts';
import { relayAddress } from '../../relay/message/relay-address.ts';
import type { DigestHash } from '../../wire/authentication/digest-algorithm.ts';
import type { OldestTls } from '../../wire/tls-policy.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import {
  flag,
  host,
  oldestTls,
  port,
  readConfigFile,
  sipAddress,
  sipDomain,
  text,
  type ConfigFault,
  type ConfigFile,
} from './config-file.ts';
import { keyFolderOf, type KeyFolder } from './relay-keys.ts';

/** The configuration of the relay. docs/relay.md describes the keys of the file. */
export interface RelayConfig {
  readonly domain: string;
  readonly host: string;
  /** With 0 the kernel chooses. */
  readonly port: number;
  readonly dataFolder: string;
  /** `keys` in the data folder when not given. */
  readonly keyFolder?: KeyFolder;
  /** Of the CA's key; with the certificates when not given. */
  readonly authorityFolder?: string;
  /** Keys, passwords and CA may lie in the data folder: for trying only. */
  readonly isTrial?: boolean;
  /** The file of `relay account …`, read again whenever it changes. */
  readonly accountsFile?: string;
  /** TLS 1.3 when not given. */
  readonly oldestTls?: OldestTls;
  readonly accounts: readonly {
    readonly address: PeerAddress;
    readonly username: string;
    readonly password: string;
    readonly digests?: readonly DigestHash[];
    readonly instances?: readonly string[];
  }[];
}

/** `+sip.instance` as a device names it (RFC 5626 §4.1), with or without its brackets. */
const instanceId = v.pipe(
  v.string('must be text'),
  v.transform((text) => text.replace(/^<|>$/g, '').toLowerCase()),
  v.regex(/^urn:[\x21-\x7e]{3,250}$/, 'must be the device as it names itself, "urn:uuid:…"'),
);

/** The devices to which an account is bound. */
export const instances = v.pipe(
  v.array(instanceId),
  v.minLength(1, 'must name a device, or be left out'),
  v.maxLength(32, 'must have at most 32 devices'),
);

const schema = v.strictObject({
  domain: sipDomain,
  host: v.optional(host, '127.0.0.1'),
  port: v.optional(port(0), 5061),
  dataFolder: text(4096),
  tls: v.optional(oldestTls, '1.3'),
  keys: v.optional(text(4096)),
  authority: v.optional(text(4096)),
  trial: v.optional(flag, false),
  accountsFile: v.optional(text(4096)),
  accounts: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          address: sipAddress,
          username: v.optional(text(255)),
          password: text(255),
          instances: v.optional(instances),
          // "MD5" is for a client that knows only MD5 and gives up when it is offered others too (baresip 1.0).
          digest: v.optional(v.picklist(['any', 'MD5'], 'must be "any" or "MD5"'), 'any'),
        }),
      ),
      v.maxLength(10_000, 'must have at most 10000 accounts'),
    ),
    [],
  ),
});

const EXAMPLES = {
  domain: '"example.org"',
  dataFolder: '"relay"',
  'accounts.N.address': '"sip:alice@example.org"',
  'accounts.N.password': '"…"',
  'accounts.N.instances': '["urn:uuid:…"]',
};
type RelayFile = ConfigFile<v.InferOutput<typeof schema>>;

export function readRelayConfig(path: string): Result<RelayConfig, readonly ConfigFault[]> {
  const file = readConfigFile(path, schema, EXAMPLES);
  if (!file.ok) return file;
  const { value, folder, secretFault } = file.value;
  const faults = [
    ...(value.accounts.length > 0 ? secretFault('accounts') : []),
    ...foreignAccounts(file.value),
    ...reservedAccounts(file.value),
    ...doubleAccounts(file.value),
  ];
  const dataFolder = resolve(folder, value.dataFolder);
  const keys = readKeyFolder(file.value, dataFolder);
  if (!keys.ok) faults.push(keys.error);
  if (value.accountsFile === undefined && value.accounts.length === 0) {
    faults.push(file.value.fault('accountsFile', 'is missing; for example "accounts.json"'));
  }
  if (faults.length > 0 || !keys.ok) return failure(faults);
  return success({
    domain: value.domain,
    host: value.host,
    port: value.port,
    dataFolder,
    keyFolder: keys.value,
    authorityFolder: value.authority === undefined ? `${dataFolder}.authority` : resolve(folder, value.authority),
    isTrial: value.trial,
    ...(value.accountsFile === undefined ? {} : { accountsFile: resolve(folder, value.accountsFile) }),
    oldestTls: `TLSv${value.tls}`,
    accounts: value.accounts.map(({ address, username, password, digest, instances }) => ({
      address,
      username: username ?? peerUser(address),
      password,
      ...(digest === 'MD5' ? { digests: ['MD5'] as const } : {}),
      ...(instances === undefined ? {} : { instances }),
    })),
  });
}

function readKeyFolder({ value, folder, fault }: RelayFile, dataFolder: string): Result<KeyFolder, ConfigFault> {
  const keys = keyFolderOf({
    named: value.keys,
    base: folder,
    dataFolder,
    isTrial: value.trial,
    credentials: process.env['CREDENTIALS_DIRECTORY'],
  });
  return keys.ok ? keys : failure(fault('keys', keys.error));
}

function foreignAccounts({ value: { domain, accounts }, fault }: RelayFile): readonly ConfigFault[] {
  return accounts.flatMap(({ address }, index) =>
    peerDomain(address) === domain
      ? []
      : [fault(`accounts.${index}.address`, `must be an address in the domain ${domain}`)],
  );
}

/** The relay's own word must not be another's. */
function reservedAccounts({ value: { domain, accounts }, fault }: RelayFile): readonly ConfigFault[] {
  const own = relayAddress(domain);
  return accounts.flatMap(({ address }, index) =>
    address === own ? [fault(`accounts.${index}.address`, 'is the address of the relay itself; choose another')] : [],
  );
}

/**
 * An account is looked up by its address and by its login name. If two accounts shared one of these, the first could
 * never log in.
 */
function doubleAccounts({ value: { accounts }, fault }: RelayFile): readonly ConfigFault[] {
  const firstWith = new Map<string, number>();
  return accounts.flatMap(({ address, username = peerUser(address) }, index) => {
    for (const [key, value] of [
      ['address', address],
      ['username', username],
    ] as const) {
      const first = firstWith.get(`${key} ${value}`);
      if (first !== undefined)
        return [fault(`accounts.${index}.${key}`, `is that of accounts.${first} too; remove one or give it its own`)];
      firstWith.set(`${key} ${value}`, index);
    }
    return [];
  });
}
