import type { Unbranded } from '../../domain/brand.ts';
import type { LogCode } from './log-codes.ts';

/**
 * What goes with a code: numbers of our own, reasons, names of parts. Never a text, PIN, key or number (user part of an
 * address): an address does not even compile here.
 */
export type LogFacts = Readonly<Record<string, Unbranded<string> | number | boolean>>;

/** Facts for the operator: what each code means stands in `log-codes.ts`. */
export interface Log {
  info(code: LogCode, facts?: LogFacts): void;
  warn(code: LogCode, facts?: LogFacts, cause?: unknown): void;
  error(code: LogCode, facts?: LogFacts, cause?: unknown): void;
}
