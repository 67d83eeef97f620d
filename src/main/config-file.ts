import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { parsePeerAddress, type PeerAddress } from '../domain/peer-address.ts';
import { failure, success, type Result } from '../domain/result.ts';

/** What is wrong with a configuration file, and the cure. */
export interface ConfigFault {
  readonly file: string;
  /** Path of the key, as `account.password`; '' for the file as a whole. */
  readonly key: string;
  readonly message: string;
}

export interface ConfigFile<Value> {
  readonly value: Value;
  /** Paths in the file are relative to this. */
  readonly folder: string;
  readonly fault: (key: string, message: string) => ConfigFault;
}

/** Reads JSON and holds it against the schema; every fault is told, not only the first. */
export function readConfigFile<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
): Result<ConfigFile<v.InferOutput<Schema>>, readonly ConfigFault[]> {
  const file = resolve(path);
  const fault = (key: string, message: string): ConfigFault => ({ file, key, message });
  const json = readJson(file);
  if (!json.ok) return failure([fault('', json.error)]);
  const checked = v.safeParse(schema, json.value);
  if (!checked.success) {
    return failure(checked.issues.map((issue) => fault(v.getDotPath(issue) ?? '', wording(issue))));
  }
  return success({ value: checked.output, folder: dirname(file), fault });
}

/** `alice.json: account.password: is missing`, one line a fault. */
export function describeFaults(faults: readonly ConfigFault[]): string {
  return faults
    .map(({ file, key, message }) => [file, key, message].filter((part) => part !== '').join(': '))
    .join('\n');
}

export function readTextFile(path: string): Result<string, string> {
  try {
    return success(readFileSync(path, 'utf8'));
  } catch (error) {
    return failure(`cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'} ${path}`);
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

function readJson(path: string): Result<unknown, string> {
  const read = readTextFile(path);
  if (!read.ok) return read;
  try {
    return success(JSON.parse(read.value) as unknown);
  } catch (error) {
    return failure(`is not JSON: ${(error as Error).message}`);
  }
}

/** The reader's own words for what a schema says. */
function wording(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is missing';
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return 'is not a key of this file; remove it or mend its name';
  }
  return issue.message.startsWith('Invalid ') ? `must be ${issue.expected ?? 'something else'}` : issue.message;
}
