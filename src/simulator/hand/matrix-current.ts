/**
 * What a matrix of switches reads electrically. Without diodes, current flows both ways through every closed switch, so
 * a crossing reads closed as soon as any path joins its row and its column. That is how ghosts appear.
 * @param closedSwitches indices `row * columns + column`.
 * @returns the crossings that read closed, ascending.
 */
export function readMatrix(
  matrix: { readonly rows: number; readonly columns: number; readonly diodes: boolean },
  closedSwitches: ReadonlySet<number>,
): readonly number[] {
  const { rows, columns, diodes } = matrix;
  if (diodes) return [...closedSwitches].sort((one, other) => one - other);
  const wires = new JoinedWires(rows + columns);
  for (const contact of closedSwitches) wires.join(Math.floor(contact / columns), rows + (contact % columns));
  const closed: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (wires.areJoined(row, rows + column)) closed.push(row * columns + column);
    }
  }
  return closed;
}

/** Groups of wires that are connected with each other. */
class JoinedWires {
  readonly #potential: number[];

  constructor(count: number) {
    this.#potential = Array.from({ length: count }, (_, wire) => wire);
  }

  join(one: number, other: number): void {
    const from = this.#potential[one];
    const to = this.#potential[other];
    for (const [wire, potential] of this.#potential.entries()) {
      if (potential === from && to !== undefined) this.#potential[wire] = to;
    }
  }

  areJoined(one: number, other: number): boolean {
    return this.#potential[one] === this.#potential[other];
  }
}
