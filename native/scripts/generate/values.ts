// Asks the C compiler for the value of every constant that the wrappers need.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function readValues(constants: Iterable<string>, lvglDir: string, confDir: string): ReadonlyMap<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'lvgl-constants-'));
  try {
    const names = [...new Set(constants)];
    const lines = names.map((name) => `  printf("%s %lld\\n", "${name}", (long long)(${name}));`);
    const source = join(folder, 'constants.c');
    const program = join(folder, 'constants');
    writeFileSync(
      source,
      `#include <stdio.h>\n#include "lvgl.h"\nint main(void) {\n${lines.join('\n')}\n  return 0;\n}\n`,
    );
    execFileSync('cc', ['-w', '-DLV_CONF_INCLUDE_SIMPLE', `-I${confDir}`, `-I${lvglDir}`, source, '-o', program]);
    const output = execFileSync(program, { encoding: 'utf8' });
    return new Map(output.trim().split('\n').map(readLine));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readLine(line: string): [string, number] {
  const space = line.lastIndexOf(' ');
  const name = line.slice(0, space);
  const value = Number(line.slice(space + 1));
  // Property ids are unsigned, but C prints enum constants with the highest bit set as negative.
  return [name, name.startsWith('LV_PROPERTY_') ? value >>> 0 : value];
}
