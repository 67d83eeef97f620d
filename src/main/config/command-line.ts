import { parseArgs } from 'node:util';
import { failure, success, type Result } from '../../domain/result.ts';

/** An option that takes a value. */
export interface CommandOption {
  readonly name: string;
  /** Placeholder of the value in the usage line. */
  readonly value: string;
  readonly meaning: string;
  readonly required?: boolean;
}

/**
 * Reads `--name value` options. A failure is the complaint followed by the usage; for `--help` it is the usage alone.
 */
export function readOptions(
  program: string,
  options: readonly CommandOption[],
  args: readonly string[],
): Result<Readonly<Record<string, string | undefined>>, string> {
  const usage = usageOf(program, options);
  try {
    const parsed = parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(options.map(({ name }) => [name, { type: 'string' as const }])),
        help: { type: 'boolean' },
      },
    });
    const values: Readonly<Record<string, string | boolean | undefined>> = parsed.values;
    if (values['help'] === true) return failure(usage);
    const missing = options.find(({ name, required }) => required === true && values[name] === undefined);
    if (missing !== undefined) return failure(`${program}: --${missing.name} is missing\n${usage}`);
    return success(values as Readonly<Record<string, string | undefined>>);
  } catch (error) {
    return failure(`${program}: ${(error as Error).message}\n${usage}`);
  }
}

function usageOf(program: string, options: readonly CommandOption[]): string {
  const words = options.map(({ name, value, required }) =>
    required === true ? `--${name} ${value}` : `[--${name} ${value}]`,
  );
  const lines = options.map(({ name, value, meaning }) => `  ${`--${name} ${value}`.padEnd(18)} ${meaning}`);
  return [`usage: ${program} ${words.join(' ')}`, ...lines].join('\n');
}
