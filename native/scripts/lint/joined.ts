// Sources written one behind the other into one. Most of clang-tidy's time goes into the headers, which are so read once
// for many files. All code stands in the main file, where every check looks, as it would alone.
import { readFileSync } from 'node:fs';

export interface Source {
  readonly file: string;
  /** How it is compiled, without its own name: only what is compiled alike can be joined. */
  readonly flags: string;
}

/** Names that a file gives to the whole file at the beginning of a line: functions, constants, types. */
const NAMES = /^(?!namespace|using|return|#|\/|\s)(?:[\w:<>,&*[\]]+ )+?[&*]?(\w+)(?=\(| =|\{| \{|\[)/gm;

/** Groups in which no two files give the same name, as first fit; a name that is overlooked costs only time. */
export function groups<Member extends Source>(sources: readonly Member[]): readonly (readonly Member[])[] {
  const made: { readonly flags: string; readonly names: Set<string>; readonly members: Member[] }[] = [];
  for (const source of sources) {
    const names = [...readFileSync(source.file, 'utf8').matchAll(NAMES)].map(([, name]) => name ?? '');
    const fits = made.find(
      ({ flags, names: taken }) => flags === source.flags && !names.some((name) => taken.has(name)),
    );
    const group = fits ?? { flags: source.flags, names: new Set<string>(), members: [] as Member[] };
    if (fits === undefined) made.push(group);
    for (const name of names) group.names.add(name);
    group.members.push(source);
  }
  return made.map(({ members }) => members);
}

/** One text of all files. A header is included once, because twice in one file is a finding of its own. */
export function joined(files: readonly string[]): string {
  const included = new Set<string>();
  return files
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => {
      if (!line.startsWith('#include ')) return true;
      const known = included.has(line);
      included.add(line);
      return !known;
    })
    .join('\n');
}
