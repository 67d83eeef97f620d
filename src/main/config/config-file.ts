import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { parsePeerAddress, peerDomain, type PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { exposureOf, processUser, type Keeping } from '../machine/file-rights.ts';

/** A fault in a configuration file; the message tells the cure. */
export interface ConfigFault {
  readonly file: string;
  /** Path of the key, for example `account.password`; '' for the file as a whole. */
  readonly key: string;
  readonly message: string;
}

export interface ConfigFile<Value> {
  readonly value: Value;
  /** The file's folder, to which paths in the file are relative. */
  readonly folder: string;
  readonly fault: (key: string, message: string) => ConfigFault;
  /** A fault when the file holds a secret under this key and others can read it. */
  readonly secretFault: (key: string) => readonly ConfigFault[];
  /** As `readTextFile`, for the user for whom this file was read. */
  readonly readText: (path: string, keeping: Keeping) => Result<string, string>;
}

/**
 * For each key that may be missing, by its path, an example of its value. In the path an index of a list is written as
 * N.
 */
export type Examples = Readonly<Record<string, string>>;

/**
 * Reads JSON and checks it against the schema. Reports every fault, not only the first.
 * @param user whose files it and those that it names must be, when not this process's own user
 */
export function readConfigFile<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  examples: Examples,
  user = processUser(),
): Result<ConfigFile<v.InferOutput<Schema>>, readonly ConfigFault[]> {
  const file = resolve(path);
  const fault = (key: string, message: string): ConfigFault => ({ file, key, message });
  const json = readJson(file, user);
  if (!json.ok) return failure([fault('', json.error)]);
  // The schema would take a list for an object in which every key is missing.
  if (Array.isArray(json.value)) return failure([fault('', `must be ${PLAIN_WORDS['Object']}`)]);
  const checked = v.safeParse(schema, json.value);
  if (!checked.success) {
    return failure(
      checked.issues.map((issue) => {
        const key = v.getDotPath(issue) ?? '';
        return fault(key, wording(issue, examples[key.replace(/\d+/g, 'N')]));
      }),
    );
  }
  const secretFault = (key: string): readonly ConfigFault[] => {
    const exposure = exposureOf(file, 'secret', user);
    return exposure === null ? [] : [fault(key, `is a secret in a file of which ${exposure}`)];
  };
  const readText = (named: string, keeping: Keeping): Result<string, string> => readTextFile(named, keeping, user);
  return success({ value: checked.output, folder: dirname(file), fault, secretFault, readText });
}

/** One line for each fault, such as `alice.json: account.password: is missing`. */
export function describeFaults(faults: readonly ConfigFault[]): string {
  return faults
    .map(({ file, key, message }) => [file, key, message].filter((part) => part !== '').join(': '))
    .join('\n');
}

const MEND_THE_PATH = 'is not there; mend the path';
const MEND_THE_RIGHTS = 'may not be read by this user; mend its rights';
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: MEND_THE_PATH,
  ENOTDIR: MEND_THE_PATH,
  EISDIR: 'is a folder; name a file',
  EACCES: MEND_THE_RIGHTS,
  EPERM: MEND_THE_RIGHTS,
};

/**
 * Reads a file that the configuration names, without the byte order mark that some editors write before the text. A
 * failure is one line that names the file.
 */
export function readTextFile(path: string, keeping: Keeping, user = processUser()): Result<string, string> {
  const read = readWhole(path, keeping, user);
  return read.ok ? read : failure(`${path} ${read.error}`);
}

function readWhole(path: string, keeping: Keeping, user: number | undefined): Result<string, string> {
  try {
    const exposure = exposureOf(path, keeping, user);
    if (exposure !== null) return failure(`is refused, because ${exposure}`);
    return success(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return failure(UNREADABLE[code] ?? `cannot be read (${code}); check its medium`);
  }
}

/** A text of 1 to `most` characters. */
export const text = (most: number): v.GenericSchema<string, string> =>
  v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(most, `must have at most ${most} characters`));

export const port = (least: 0 | 1): v.GenericSchema<number, number> =>
  v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(least, `must be ${least} to 65535`),
    v.maxValue(65_535, `must be ${least} to 65535`),
  );

export const flag: v.GenericSchema<boolean, boolean> = v.boolean('must be true or false');

export const sipAddress = v.pipe(
  v.string(),
  v.rawTransform<string, PeerAddress>(({ dataset, addIssue, NEVER }) => {
    const parsed = parsePeerAddress(dataset.value);
    if (parsed.ok) return parsed.value;
    addIssue({ message: 'must be a SIP address, as sip:alice@example.org' });
    return NEVER;
  }),
);

/** A domain of SIP addresses, lower case. */
export const sipDomain = v.pipe(
  v.string(),
  v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
    const parsed = parsePeerAddress(`sip:x@${dataset.value}`);
    // parsePeerAddress accepts a port or parameters after the domain and drops them; here they are a fault.
    if (parsed.ok && !/[:;?]/.test(dataset.value.replace(/^\[.*\]/, ''))) return peerDomain(parsed.value);
    addIssue({ message: 'must be a domain alone, as example.org' });
    return NEVER;
  }),
);

const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/i;

/** A host name or IP address to connect to or to listen on. */
export const host = v.pipe(
  text(253),
  v.check(
    (name) => HOST_NAME.test(name) || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0,
    'must be a host name or an IP address alone, as sip.example.org',
  ),
);

/** The oldest TLS that is spoken. */
export const oldestTls = v.picklist(['1.3', '1.2'], 'must be "1.3", or "1.2" for a peer that knows no newer one');

/** SHA-256 of a public key. */
export const pin = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes of SHA-256 in base64 (44 characters), as docs/connection.md tells'),
);

function readJson(path: string, user: number | undefined): Result<unknown, string> {
  const read = readWhole(path, 'trusted', user);
  if (!read.ok) return read;
  try {
    return success(JSON.parse(read.value) as unknown);
  } catch (error) {
    return failure(`is not JSON: ${(error as Error).message}`);
  }
}

/** The schema's names of types, in words for the reader of the file. */
const PLAIN_WORDS: Readonly<Record<string, string>> = {
  Object: 'keys with values in { }',
  Array: 'a list in [ ]',
  string: 'a text in quotes',
  number: 'a number without quotes',
};

/** What the schema complains about, in words for the reader of the file. */
function wording(issue: v.BaseIssue<unknown>, example: string | undefined): string {
  if (issue.received === 'undefined')
    return example === undefined ? 'is missing' : `is missing; for example ${example}`;
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return 'is not a key of this file; remove it or mend its name';
  }
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  return `must be ${PLAIN_WORDS[issue.expected ?? ''] ?? issue.expected ?? 'something else'}`;
}
