import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { groups, joined } from '../../native/scripts/lint/joined.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joined-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function source(name: string, text: string, flags = '-O2'): { readonly file: string; readonly flags: string } {
  const file = join(folder, name);
  writeFileSync(file, text);
  return { file, flags };
}

it('files that give one name twice, or are compiled differently, are not joined', () => {
  const one = source('one.cpp', 'namespace {\nNapi::Value size(Call &call) {\n}\n}\n');
  const clashing = source('two.cpp', 'constexpr int64_t size = 4;\n');
  const alike = source('three.cpp', 'int other() {\n}\n');
  const inC = source('four.c', 'int more(void) {\n}\n', '-std=c11');
  expect(groups([one, clashing, alike, inC])).toEqual([[one, alike], [clashing], [inC]]);
});

it('a joined text has every line, and each header once', () => {
  const one = source('one.cpp', '#include "call.h"\nint one;');
  const two = source('two.cpp', '#include "call.h"\n#include <cmath>\nint two;');
  expect(joined([one.file, two.file])).toBe('#include "call.h"\nint one;\n#include <cmath>\nint two;');
});
