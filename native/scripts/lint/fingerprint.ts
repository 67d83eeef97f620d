// A hash of what clang-tidy reads to judge one file. With the same hash, the result is the same.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `file` and every file in `folders` that it includes in quotes, directly or through others. */
export function ownSources(file: string, folders: readonly string[]): readonly string[] {
  const found = new Set([file]);
  // Iterating over a set also visits what is added meanwhile.
  for (const each of found) {
    for (const [, name] of readFileSync(each, 'utf8').matchAll(/^[ \t]*#[ \t]*include "([^"\n]+)"/gm)) {
      const place = [dirname(each), ...folders]
        .map((folder) => join(folder, name ?? ''))
        .find((path) => existsSync(path));
      if (place !== undefined) found.add(place);
    }
  }
  return [...found].sort();
}

/** `settings` is what the sources do not show: how the file is compiled, and the tool with its rules. */
export function fingerprint(sources: readonly string[], settings: readonly string[]): string {
  const hash = createHash('sha256');
  // The length comes before each part, so that text cannot move from one part to the next without changing the hash.
  for (const part of settings) hash.update(`${part.length} ${part}`);
  for (const source of sources) {
    const content = readFileSync(source);
    hash.update(`${source} ${content.length} `).update(content);
  }
  return hash.digest('hex');
}
