import { resolve } from 'node:path';
import * as v from 'valibot';
import { boardNamed, boards } from '../../../board/boards.ts';
import type { Contact } from '../../domain/contact.ts';
import { peerUser, type PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Board } from '../../ports/board.ts';
import { LOCK_AFTER_MS } from '../../ui/screens/lock/behaviour.ts';
import {
  flag,
  host,
  port,
  readConfigFile,
  readTextFile,
  sipAddress,
  sipDomain,
  text,
  type ConfigFault,
  type ConfigFile,
} from './config-file.ts';

/** What one handset is told from outside; the keys of the file are described in README.md of this room. */
export interface HandsetConfig {
  readonly server: {
    /** Null: found by DNS from the domain (RFC 3263). */
    readonly host: string | null;
    readonly port: number | null;
    readonly domain: string;
    readonly caPem: string;
  };
  readonly account: { readonly address: PeerAddress; readonly username: string; readonly password: string };
  readonly board: Board;
  /** Absolute; made at first start, readable by the owner only. */
  readonly dataFolder: string;
  readonly language: 'en' | 'it';
  readonly theme: 'dark' | 'light';
  readonly textSize: 'normal' | 'large';
  /** The keypad locks after so long without a key, 0…3600; 0 never by itself. */
  readonly keypadLockSeconds: number;
  /** IANA name, as Europe/Rome. */
  readonly timeZone: string;
  readonly messageFormat: 'auto' | 'cpim' | 'plain';
  readonly readReports: boolean;
  readonly contacts: readonly Contact[];
}

const schema = v.strictObject({
  server: v.strictObject({
    domain: sipDomain,
    ca: text(4096),
    host: v.optional(host),
    port: v.optional(port(1)),
  }),
  account: v.strictObject({
    address: sipAddress,
    username: v.optional(text(255)),
    password: v.optional(text(255)),
    passwordFile: v.optional(text(4096)),
  }),
  board: v.pipe(
    v.string(),
    v.check((name) => Object.hasOwn(boards, name), `must be the name of a board: ${Object.keys(boards).join(', ')}`),
  ),
  dataFolder: text(4096),
  language: v.optional(v.picklist(['en', 'it'], 'must be "en" or "it"'), 'en'),
  theme: v.optional(v.picklist(['dark', 'light'], 'must be "dark" or "light"'), 'dark'),
  textSize: v.optional(v.picklist(['normal', 'large'], 'must be "normal" or "large"'), 'normal'),
  keypadLockSeconds: v.optional(
    v.pipe(
      v.number(),
      v.integer('must be whole seconds'),
      v.minValue(0, 'must be 0 to 3600 seconds'),
      v.maxValue(3600, 'must be 0 to 3600 seconds'),
    ),
    LOCK_AFTER_MS / 1000,
  ),
  timeZone: v.optional(v.pipe(v.string(), v.check(isTimeZone, 'must be the name of a time zone, as Europe/Rome'))),
  messageFormat: v.optional(v.picklist(['auto', 'cpim', 'plain'], 'must be "auto", "cpim" or "plain"'), 'auto'),
  readReports: v.optional(flag, false),
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

/** Reads and checks the whole file and the files that it names. */
export function readHandsetConfig(path: string): Result<HandsetConfig, readonly ConfigFault[]> {
  const file = readConfigFile(path, schema, EXAMPLES);
  if (!file.ok) return file;
  const { value, folder } = file.value;
  const caPem = readAuthority(file.value);
  const password = readPassword(file.value);
  const board = boardNamed(value.board, value.language);
  if (!board.ok) throw new Error(`the schema let through: ${board.error}`);
  if (!caPem.ok || !password.ok) {
    return failure([caPem, password].flatMap((read) => (read.ok ? [] : [read.error])));
  }
  const { server, account, dataFolder, timeZone, ...rest } = value;
  return success({
    ...rest,
    server: {
      host: server.host ?? null,
      port: server.port ?? null,
      domain: server.domain,
      caPem: caPem.value,
    },
    account: {
      address: account.address,
      username: account.username ?? peerUser(account.address),
      password: password.value,
    },
    board: board.value,
    dataFolder: resolve(folder, dataFolder),
    timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
}

function readAuthority({ value, folder, fault }: HandsetFile): Result<string, ConfigFault> {
  const read = readTextFile(resolve(folder, value.server.ca));
  if (!read.ok) return failure(fault('server.ca', read.error));
  if (read.value.includes('-----BEGIN CERTIFICATE-----')) return read;
  return failure(fault('server.ca', 'holds no PEM certificate; name the file of the CA that signed the server'));
}

function readPassword({ value: { account }, folder, fault }: HandsetFile): Result<string, ConfigFault> {
  if ((account.password === undefined) === (account.passwordFile === undefined)) {
    return failure(fault('account', 'give exactly one of "password" and "passwordFile"'));
  }
  if (account.passwordFile === undefined) return success(account.password ?? '');
  const faulty = (message: string): Result<string, ConfigFault> => failure(fault('account.passwordFile', message));
  const read = readTextFile(resolve(folder, account.passwordFile));
  if (!read.ok) return faulty(read.error);
  const password = read.value.trimEnd();
  if (password === '') return faulty('is an empty file; write the password into it');
  return password.includes('\n') ? faulty('must hold the password alone, on one line') : success(password);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
