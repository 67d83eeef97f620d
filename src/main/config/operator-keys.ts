import { resolve } from 'node:path';
import * as v from 'valibot';
import { failure, success, type Result } from '../../domain/result.ts';
import { SETTING_NAMES, type OperatorSettings } from '../../domain/settings/settings.ts';
import { RevocationFile } from '../../crypto/certificates/revocation-file.ts';
import { brand } from './brand-keys.ts';
import {
  flag,
  host,
  oldestTls,
  pin,
  port,
  sipAddress,
  sipDomain,
  text,
  type ConfigFault,
  type ConfigFile,
} from './config-file.ts';
import { machineTimeZone } from '../machine/time/machine-time-zone.ts';
import { ZoneFiles } from '../machine/time/zone-files.ts';
import { givenSettings, settingKeys, settingName, type SettingsInFile } from './setting-keys.ts';

/** Below it lie the updates of each board, in a folder of its name. */
const updateUrl = v.pipe(
  text(512),
  v.check((url) => {
    const parsed = URL.parse(url);
    return parsed?.protocol === 'https:' && parsed.username === '' && parsed.search === '' && parsed.hash === '';
  }, 'must be an https address without account, ? and #, as https://updates.example.org/handset/'),
);

/** What an operator says of a handset; board and folder of the data are the device's own. */
export const operatorKeys = {
  brand: v.optional(brand),
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
  updates: v.optional(v.strictObject({ url: updateUrl })),
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
};

export const OPERATOR_EXAMPLES = {
  server: '{"domain": "example.org", "ca": "ca.pem"}',
  'server.domain': '"example.org"',
  'server.ca': '"ca.pem"',
  account: '{"address": "sip:alice@example.org", "passwordFile": "alice.password"}',
  'account.address': '"sip:alice@example.org"',
  'contacts.N.name': '"Bob"',
  'contacts.N.address': '"sip:bob@example.org"',
};
export type OperatorFile = ConfigFile<v.InferOutput<v.StrictObjectSchema<typeof operatorKeys, undefined>>>;

export interface OperatorTexts {
  readonly caPem: string;
  readonly password: string;
  readonly settings: OperatorSettings;
}

/** Reads and checks the files that the keys name, and what the schema cannot say of them. Reports every fault. */
export function readOperatorTexts(file: OperatorFile): Result<OperatorTexts, readonly ConfigFault[]> {
  const caPem = readAuthority(file);
  const password = readPassword(file);
  const settings = readSettings(file);
  if (!caPem.ok || !password.ok || !settings.ok) {
    return failure([caPem, password, settings].flatMap((read) => (read.ok ? [] : read.error)));
  }
  const faults = revocationFaults(file, caPem.value);
  if (faults.length > 0) return failure(faults);
  return success({ caPem: caPem.value, password: password.value, settings: settings.value });
}

/**
 * Each default may stand at the top of the file or among the settings, not in both. The zone is the machine's when
 * nobody says.
 */
function readSettings({ value, fault }: OperatorFile): Result<OperatorSettings, readonly ConfigFault[]> {
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

function readAuthority({ value, folder, fault, readText }: OperatorFile): Result<string, readonly ConfigFault[]> {
  const read = readText(resolve(folder, value.server.ca), 'trusted');
  if (!read.ok) return failure([fault('server.ca', read.error)]);
  if (read.value.includes('-----BEGIN CERTIFICATE-----')) return read;
  return failure([fault('server.ca', 'holds no PEM certificate; name the file of the CA that signed the server')]);
}

function revocationFaults(
  { value: { server }, folder, fault, readText }: OperatorFile,
  caPem: string,
): readonly ConfigFault[] {
  if (server.crl === undefined) return [];
  const path = resolve(folder, server.crl);
  const read = readText(path, 'trusted');
  if (!read.ok) return [fault('server.crl', read.error)];
  const lists = new RevocationFile(path, caPem, () => undefined).refresh();
  return lists.ok ? [] : [fault('server.crl', `${path} ${lists.error}`)];
}

function readPassword({
  value: { account },
  folder,
  fault,
  secretFault,
  readText,
}: OperatorFile): Result<string, readonly ConfigFault[]> {
  if ((account.password === undefined) === (account.passwordFile === undefined)) {
    return failure([fault('account', 'give exactly one of "password" and "passwordFile"')]);
  }
  if (account.passwordFile === undefined) {
    const exposed = secretFault('account.password');
    return exposed.length > 0 ? failure(exposed) : success(account.password ?? '');
  }
  const faulty = (message: string): Result<string, readonly ConfigFault[]> =>
    failure([fault('account.passwordFile', message)]);
  const read = readText(resolve(folder, account.passwordFile), 'secret');
  if (!read.ok) return faulty(read.error);
  const password = read.value.trimEnd();
  if (password === '') return faulty('is an empty file; write the password into it');
  return password.includes('\n') ? faulty('must hold the password alone, on one line') : success(password);
}
