/** A fact for the operator. Never a text, PIN, key or whole number (address): codes and ids only. */
export interface Log {
  info(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warn(code: string, facts?: Readonly<Record<string, string | number | boolean>>, cause?: unknown): void;
  error(code: string, facts?: Readonly<Record<string, string | number | boolean>>, cause?: unknown): void;
}
