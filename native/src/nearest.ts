/** Edit distance between two short names. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The names that somebody who wrote `wrong` may have meant, nearest first, at most three. */
function nearest(wrong: string, names: readonly string[]): readonly string[] {
  const lower = wrong.toLowerCase();
  return names
    .map((name) => ({ name, cost: name.toLowerCase().includes(lower) ? 1 : distance(lower, name.toLowerCase()) }))
    .filter(({ cost, name }) => cost <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.cost - b.cost || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

export function unknownName(kind: string, wrong: string, names: readonly string[]): TypeError {
  const near = nearest(wrong, names);
  const hint = near.length === 0 ? '' : `; did you mean ${near.map((n) => `'${n}'`).join(' or ')}?`;
  return new TypeError(`no ${kind} is called '${wrong}'${hint}`);
}
