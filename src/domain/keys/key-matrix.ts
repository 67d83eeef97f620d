import type { KeyMap, KeyName } from './key-map.ts';

/** What changed on the keypad, in ascending order of contacts. */
interface MatrixChange {
  readonly pressed: readonly number[];
  readonly released: readonly number[];
}

/**
 * Tells real keys from ghosts. In a matrix without diodes current runs backwards through pressed keys, so that pressed
 * keys in three corners of a rectangle make the fourth read as closed too. A closed contact proves its key only when no
 * other path through closed keys joins its row to its column. In terms of a graph whose nodes are rows and columns:
 * only when the key is a bridge. No path can lead through a place without a key, which makes more combinations exact:
 * keys that stand alone in their column (Shift, Alt) never ghost.
 *
 * A key that cannot be told from a ghost is not reported, and stays blocked until its own contact opens: a palm on all
 * keys types nothing, neither when it comes nor while it lifts. A key that was reported before stays down.
 */
export class KeyMatrix {
  readonly #columns: number;
  readonly #diodes: boolean;
  readonly #keys: readonly (KeyName | null)[];
  readonly #down = new Set<number>();
  readonly #blocked = new Set<number>();

  constructor(keyMap: Pick<KeyMap, 'rows' | 'columns' | 'diodes' | 'keys'>) {
    if (keyMap.keys.length !== keyMap.rows * keyMap.columns) {
      throw new RangeError(
        `a matrix of ${keyMap.rows} x ${keyMap.columns} has ${keyMap.rows * keyMap.columns} places, not ${keyMap.keys.length}`,
      );
    }
    this.#columns = keyMap.columns;
    this.#diodes = keyMap.diodes;
    this.#keys = keyMap.keys;
  }

  /**
   * Takes the settled contacts and returns which real keys went down or up. Throws RangeError on a contact outside the
   * matrix.
   */
  read(closed: ReadonlySet<number>): MatrixChange {
    const released = [...this.#down].filter((contact) => !closed.has(contact)).sort(ascending);
    for (const contact of released) this.#down.delete(contact);
    for (const contact of this.#blocked) if (!closed.has(contact)) this.#blocked.delete(contact);

    const keyed = [...closed].filter((contact) => this.#hasKey(contact)).sort(ascending);
    const pressed: number[] = [];
    for (const contact of keyed) {
      if (this.#down.has(contact) || this.#blocked.has(contact)) continue;
      if (this.#diodes || !this.#hasWayRound(contact, keyed)) pressed.push(contact);
      else this.#blocked.add(contact);
    }
    for (const contact of pressed) this.#down.add(contact);
    return { pressed, released };
  }

  #hasKey(contact: number): boolean {
    const key = this.#keys[contact];
    if (key === undefined)
      throw new RangeError(`contact ${contact} is outside the matrix of ${this.#keys.length} places`);
    return key !== null;
  }

  /** Whether a path through other closed keys joins the row and the column of `contact`. */
  #hasWayRound(contact: number, keyed: readonly number[]): boolean {
    const rows = new Set([this.#row(contact)]);
    const columns = new Set<number>();
    let open = keyed.filter((other) => other !== contact);
    for (;;) {
      const joined = open.filter((other) => rows.has(this.#row(other)) || columns.has(this.#column(other)));
      if (joined.length === 0) return false;
      for (const other of joined) {
        rows.add(this.#row(other));
        columns.add(this.#column(other));
      }
      if (columns.has(this.#column(contact))) return true;
      open = open.filter((other) => !joined.includes(other));
    }
  }

  #row(contact: number): number {
    return Math.floor(contact / this.#columns);
  }

  #column(contact: number): number {
    return contact % this.#columns;
  }
}

function ascending(one: number, other: number): number {
  return one - other;
}
