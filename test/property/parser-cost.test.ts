import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLinear } from '../support/cost-growth.ts';
import { hostileShapes, mixedShape } from '../support/hostile-shapes.ts';
import { READERS } from './reader-list.ts';
import { NO_PARSERS, PARSERS } from '../wire/parser-list.ts';

const WIRE = join(import.meta.dirname, '../../src/wire');
const TIMEOUT_MS = 120_000;

test('every function and class that wire/ exports is listed, as one that reads what others wrote or as another', async () => {
  const files = readdirSync(WIRE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(
    files.map(async (name) => (await import(join(WIRE, name))) as Record<string, unknown>),
  );
  const exported = modules
    .flatMap((module) => Object.entries(module))
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name);
  const listed = [...Object.keys(PARSERS).filter((name) => !name.includes(' ')), ...NO_PARSERS];
  expect(exported.toSorted()).toEqual(listed.toSorted());
});

describe.each(Object.entries({ ...PARSERS, ...READERS }))('%s', (_, { read, starts, largest }) => {
  test(
    'costs no more a byte on anything that is repeated',
    () => {
      const costly = hostileShapes(starts).filter(([, text]) => !isLinear((size) => read(text(size)), largest / 4));
      expect(costly.map(([name]) => name)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    'costs no more a byte on mixtures that are repeated',
    () => {
      fc.assert(
        fc.property(mixedShape(starts), ([, text]) => isLinear((size) => read(text(size)), largest / 4)),
        { numRuns: 150 },
      );
    },
    TIMEOUT_MS,
  );
});
