import type { HeaderField } from '../framing/frame.ts';
import { headerKey } from '../framing/header-names.ts';
import { splitList } from './syntax.ts';

/** A message's headers in their order, found by any spelling of the name (case, compact form). Immutable. */
export class HeaderList {
  readonly fields: readonly HeaderField[];
  readonly #keys: readonly string[];

  constructor(fields: readonly HeaderField[]) {
    this.fields = fields;
    this.#keys = fields.map(({ name }) => headerKey(name));
  }

  /** Value of the first header of this name; null when there is none. */
  first(name: string): string | null {
    return this.fields[this.#keys.indexOf(headerKey(name))]?.value ?? null;
  }

  all(name: string): readonly string[] {
    const key = headerKey(name);
    return this.fields.filter((_, at) => this.#keys[at] === key).map(({ value }) => value);
  }

  /** Elements of a comma-separated header, over all its lines (RFC 3261 §7.3.1), without empty ones. */
  list(name: string): readonly string[] {
    return this.all(name)
      .flatMap(splitList)
      .filter((element) => element !== '');
  }
}
