import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, ownSources } from '../../native/scripts/lint/fingerprint.ts';

let folder: string;

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'));
  mkdirSync(join(folder, 'conf'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the sources that a verdict on a C++ file rests upon', () => {
  it('are the file and the headers that it includes in quotes, through others too', () => {
    const file = write('a.cpp', '#include <vector>\n#include "b.h"\n');
    const direct = write('b.h', '#pragma once\n  #  include "conf.h"\n');
    const indirect = write('conf/conf.h', '// nothing more\n');
    write('unrelated.h', '');
    expect(ownSources(file, [join(folder, 'conf')])).toEqual([file, direct, indirect].sort());
  });

  it('end when headers include one another', () => {
    const file = write('a.cpp', '#include "b.h"\n');
    const first = write('b.h', '#include "c.h"\n');
    const second = write('c.h', '#include "b.h"\n');
    expect(ownSources(file, [])).toEqual([file, first, second].sort());
  });

  it('leave out what lies in no folder of ours', () => {
    const file = write('a.cpp', '#include "lvgl.h"\n');
    expect(ownSources(file, [join(folder, 'conf')])).toEqual([file]);
  });
});

describe('the fingerprint', () => {
  it('stays the same while nothing changes', () => {
    const file = write('a.cpp', 'int x;\n');
    expect(fingerprint([file], ['rules'])).toBe(fingerprint([file], ['rules']));
  });

  it('changes with a header, and with a setting', () => {
    const file = write('a.cpp', '#include "b.h"\n');
    write('b.h', 'int x;\n');
    const before = fingerprint(ownSources(file, []), ['rules']);
    write('b.h', 'int y;\n');
    const after = fingerprint(ownSources(file, []), ['rules']);
    expect(after).not.toBe(before);
    expect(fingerprint(ownSources(file, []), ['other rules'])).not.toBe(after);
  });

  it('tells two settings from the same letters cut at another place', () => {
    expect(fingerprint([], ['ab', 'c'])).not.toBe(fingerprint([], ['a', 'bc']));
  });
});
