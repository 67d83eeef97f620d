import { resolve } from 'node:path';
import * as v from 'valibot';
import { boardNamed, boards } from '../../../board/boards.ts';
import type { Contact } from '../../domain/contact.ts';
import { peerUser, type PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { SETTING_NAMES, valueInForce, type OperatorSettings } from '../../domain/settings/settings.ts';
import type { Board } from '../../ports/device/board.ts';
import { RevocationFile } from '../../crypto/certificates/revocation-file.ts';
import type { OldestTls } from '../../wire/tls-policy.ts';
import {
  flag,
  host,
  oldestTls,
  pin,
  port,
  readConfigFile,
  readTextFile,
  sipAddress,
  sipDomain,
  text,
  type ConfigFault,
  type ConfigFile,
} from './config-file.ts';
import { machineTimeZone } from '../machine/machine-time-zone.ts';
import { ZoneFiles } from '../machine/zone-files.ts';
import { givenSettings, settingKeys, settingName, type SettingsInFile } from './setting-keys.ts';

/** The configuration of one handset. README.md of this room describes the keys of the file. */
export interface HandsetConfig {
  readonly server: {
    /** Null when DNS finds it from the domain (RFC 3263). */
    readonly host: string | null;
    readonly port: number | null;
    readonly domain: string;
    readonly caPem: string;
    /** Base64 of SHA-256; one of these public keys must be in the server's chain. Empty: any key will do. */
    readonly pins: readonly string[];
    /** Null when there is no list of revoked certificates. */
    readonly revocationFile: string | null;
    readonly oldestTls: OldestTls;
  };
  readonly account: {
    readonly address: PeerAddress;
    readonly username: string;
    readonly password: string;
    /** Null: that of the first login counts. */
    readonly realm?: string | null;
    readonly allowsMd5?: boolean;
  };
  readonly board: Board;
  /** Absolute path; the folder is made at the first start, and only its owner may read it. */
  readonly dataFolder: string;
  readonly messageFormat: 'auto' | 'cpim' | 'plain';
  readonly settings: OperatorSettings;
  readonly contacts: readonly Contact[];
}

const schema = v.strictObject({
  server: v.strictObject({
    domain: sipDomain,
    ca: text(4096),
    host: v.optional(host),
    port: v.optional(port(1)),
    crl: v.optional(text(4096)),
    pins: v.optional(v.array(pin), []),
    tls: v.optional(oldestTls, '1.3'),
  }),
  account: v.strictObject({
    address: sipAddress,
    username: v.optional(text(255)),
    password: v.optional(text(255)),
    passwordFile: v.optional(text(4096)),
    realm: v.optional(text(255)),
    digest: v.optional(v.picklist(['strongest', 'MD5'], 'must be "strongest" or "MD5"'), 'strongest'),
  }),
  board: v.pipe(
    v.string(),
    v.check((name) => Object.hasOwn(boards, name), `must be the name of a board: ${Object.keys(boards).join(', ')}`),
  ),
  dataFolder: text(4096),
  messageFormat: v.optional(v.picklist(['auto', 'cpim', 'plain'], 'must be "auto", "cpim" or "plain"'), 'auto'),
  ...settingKeys,
  settings: v.optional(
    v.strictObject({
      defaults: v.optional(v.strictObject(settingKeys), {}),
      locked: v.optional(v.array(settingName), []),
    }),
    {},
  ),
  contacts: v.optional(
    v.pipe(
      v.array(v.strictObject({ name: text(64), address: sipAddress, favourite: v.optional(flag, false) })),
      v.maxLength(500, 'must have at most 500 contacts'),
    ),
    [],
  ),
});
const EXAMPLES = {
  server: '{"domain": "example.org", "ca": "ca.pem"}',
  'server.domain': '"example.org"',
  'server.ca': '"ca.pem"',
  account: '{"address": "sip:alice@example.org", "passwordFile": "alice.password"}',
  'account.address': '"sip:alice@example.org"',
  board: '"simulator"',
  dataFolder: '"data"',
  'contacts.N.name': '"Bob"',
  'contacts.N.address': '"sip:bob@example.org"',
};
type HandsetFile = ConfigFile<v.InferOutput<typeof schema>>;

/** Reads and checks the file and the files that it names. Reports every fault. */
export function readHandsetConfig(path: string): Result<HandsetConfig, readonly ConfigFault[]> {
  const file = readConfigFile(path, schema, EXAMPLES);
  if (!file.ok) return file;
  const { value, folder } = file.value;
  const caPem = readAuthority(file.value);
  const password = readPassword(file.value);
  const settings = readSettings(file.value);
  if (!caPem.ok || !password.ok || !settings.ok) {
    return failure([caPem, password, settings].flatMap((read) => (read.ok ? [] : read.error)));
  }
  const faults = [...revocationFaults(file.value, caPem.value)];
  if (faults.length > 0) return failure(faults);
  const board = boardNamed(value.board, valueInForce('language', settings.value));
  if (!board.ok) throw new Error(`the schema let through: ${board.error}`);
  const { server, account, dataFolder, messageFormat, contacts } = value;
  return success({
    server: {
      host: server.host ?? null,
      port: server.port ?? null,
      domain: server.domain,
      caPem: caPem.value,
      pins: server.pins,
      revocationFile: server.crl === undefined ? null : resolve(folder, server.crl),
      oldestTls: `TLSv${server.tls}`,
    },
    account: {
      address: account.address,
      username: account.username ?? peerUser(account.address),
      password: password.value,
      realm: account.realm ?? null,
      allowsMd5: account.digest === 'MD5',
    },
    board: board.value,
    dataFolder: resolve(folder, dataFolder),
    messageFormat,
    settings: settings.value,
    contacts,
  });
}

/**
 * Each default may stand at the top of the file or among the settings, not in both. The zone is the machine's when
 * nobody says.
 */
function readSettings({ value, fault }: HandsetFile): Result<OperatorSettings, readonly ConfigFault[]> {
  const { defaults, locked } = value.settings;
  const atTop: SettingsInFile = value;
  const twice = SETTING_NAMES.filter((name) => defaults[name] !== undefined && atTop[name] !== undefined);
  if (twice.length > 0) {
    return failure(
      twice.map((name) => fault(`settings.defaults.${name}`, `is given as ${name} too; remove one of both`)),
    );
  }
  const timeZone = machineTimeZone(new ZoneFiles());
  return success({ defaults: { timeZone, ...givenSettings(atTop), ...givenSettings(defaults) }, locked });
}

function readAuthority({ value, folder, fault }: HandsetFile): Result<string, readonly ConfigFault[]> {
  const read = readTextFile(resolve(folder, value.server.ca), 'trusted');
  if (!read.ok) return failure([fault('server.ca', read.error)]);
  if (read.value.includes('-----BEGIN CERTIFICATE-----')) return read;
  return failure([fault('server.ca', 'holds no PEM certificate; name the file of the CA that signed the server')]);
}

function revocationFaults({ value: { server }, folder, fault }: HandsetFile, caPem: string): readonly ConfigFault[] {
  if (server.crl === undefined) return [];
  const path = resolve(folder, server.crl);
  const read = readTextFile(path, 'trusted');
  if (!read.ok) return [fault('server.crl', read.error)];
  const lists = new RevocationFile(path, caPem, () => undefined).refresh();
  return lists.ok ? [] : [fault('server.crl', `${path} ${lists.error}`)];
}

function readPassword({
  value: { account },
  folder,
  fault,
  secretFault,
}: HandsetFile): Result<string, readonly ConfigFault[]> {
  if ((account.password === undefined) === (account.passwordFile === undefined)) {
    return failure([fault('account', 'give exactly one of "password" and "passwordFile"')]);
  }
  if (account.passwordFile === undefined) {
    const exposed = secretFault('account.password');
    return exposed.length > 0 ? failure(exposed) : success(account.password ?? '');
  }
  const faulty = (message: string): Result<string, readonly ConfigFault[]> =>
    failure([fault('account.passwordFile', message)]);
  const read = readTextFile(resolve(folder, account.passwordFile), 'secret');
  if (!read.ok) return faulty(read.error);
  const password = read.value.trimEnd();
  if (password === '') return faulty('is an empty file; write the password into it');
  return password.includes('\n') ? faulty('must hold the password alone, on one line') : success(password);
}
