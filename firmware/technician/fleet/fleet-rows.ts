import { CsvError, parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { failure, success, type Result } from '../../../src/domain/result.ts';
import { sipAddress, text } from '../../../src/main/config/config-file.ts';
import type { FleetAccount } from '../../../src/main/provisioning/provisioning-file.ts';

/** A handset of the fleet. */
export interface FleetRow extends FleetAccount {
  /** Also that of its folder. */
  readonly name: string;
}

const REQUIRED = ['name', 'address', 'password'] as const;
const COLUMNS: readonly string[] = [...REQUIRED, 'username'];

const row = v.object({
  name: v.pipe(
    v.string(),
    v.regex(
      /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u,
      'must be letters, digits, blanks, ".", "_" and "-": it names a folder',
    ),
  ),
  address: sipAddress,
  password: v.pipe(
    text(255),
    v.check(
      (words) => !/[\r\n]/.test(words) && words.trimEnd() === words,
      'must be one line without blanks at its end',
    ),
  ),
  username: v.optional(v.union([v.literal(''), text(255)]), ''),
});

interface CsvRecord {
  readonly info: { readonly lines: number };
  readonly record: Readonly<Record<string, string>>;
}

/**
 * The rows of a table (RFC 4180) whose first line names the columns.
 * @returns on failure every fault, each with its line.
 */
export function fleetRows(csv: string): Result<readonly FleetRow[], readonly string[]> {
  const records = recordsOf(csv);
  if (!records.ok) return records;
  const faults: string[] = [];
  const rows: FleetRow[] = [];
  const seen = new Map<string, number>();
  for (const { info, record } of records.value) {
    const checked = v.safeParse(row, record);
    if (!checked.success) {
      faults.push(
        ...checked.issues.map((issue) => `line ${info.lines}: ${v.getDotPath(issue) ?? ''}: ${issue.message}`),
      );
      continue;
    }
    const { name, address, password, username } = checked.output;
    // Folders that differ in case alone are one on some computers.
    for (const [what, key] of [
      ['address', address],
      ['name', `name ${name.toLowerCase()}`],
    ] as const) {
      const earlier = seen.get(key);
      if (earlier !== undefined) faults.push(`line ${info.lines}: ${what}: is that of line ${earlier} too`);
      seen.set(key, earlier ?? info.lines);
    }
    rows.push({ name, address, password, username: username === '' ? null : username });
  }
  if (faults.length > 0) return failure(faults);
  return rows.length === 0 ? failure(['there is no row below the names of the columns']) : success(rows);
}

function recordsOf(csv: string): Result<readonly CsvRecord[], readonly string[]> {
  try {
    let header: readonly string[] = [];
    const columns = (names: string[]): string[] => {
      header = names.map((name) => name.trim());
      return [...header];
    };
    // Its type does not know that `info` wraps each record.
    const records = parse(csv, { bom: true, columns, info: true, skip_empty_lines: true }) as unknown as CsvRecord[];
    const faults = [
      ...REQUIRED.filter((name) => !header.includes(name)).map((name) => `line 1: there is no column "${name}"`),
      ...header
        .filter((name) => !COLUMNS.includes(name))
        .map((name) => `line 1: "${name}" is no column; there are: ${COLUMNS.join(', ')}`),
      ...header
        .filter((name, at) => header.indexOf(name) !== at)
        .map((name) => `line 1: the column "${name}" is there twice`),
    ];
    return faults.length > 0 ? failure(faults) : success(records);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? `line ${error['lines']}: ` : '';
    return failure([`${line}is no row of a table (${error.code})`]);
  }
}
