// What clang-tidy would read to judge one file, as a hash: the same hash, the same verdict.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `file` and every file that it includes in quotes, directly or through others, as far as they lie in `folders`. */
export function ownSources(file: string, folders: readonly string[]): readonly string[] {
  const found = new Set([file]);
  // A set hands out what is added to it while it is walked.
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

/** `settings` stands for what the sources do not say: how the file is compiled, which tool judges it and by which rules. */
export function fingerprint(sources: readonly string[], settings: readonly string[]): string {
  const hash = createHash('sha256');
  // Each part has its length before it, so that nothing moves from one part into the next unseen.
  for (const part of settings) hash.update(`${part.length} ${part}`);
  for (const source of sources) {
    const content = readFileSync(source);
    hash.update(`${source} ${content.length} `).update(content);
  }
  return hash.digest('hex');
}
