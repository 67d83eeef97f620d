import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { clippedTexts } from '../ui/support/clipped-texts.ts';
import { overlappingTexts } from '../ui/support/overlapping-texts.ts';
import { openBench, type Shape, type UiBench } from '../ui/support/ui-bench.ts';
import { compareToGolden } from './support/golden.ts';
import { SCENES } from './support/scenes.ts';

let bench: UiBench | null = null;

afterEach(() => {
  bench?.close();
  bench = null;
});

describe.each<Shape>(['landscape', 'portrait'])('%s', (shape) => {
  it.each(SCENES)('$name looks as it should, with nothing clipped', (scene) => {
    bench = openBench({ ...scene.options, shape }, scene.arrange);
    scene.act?.(bench);
    expect(clippedTexts(bench.display)).toEqual([]);
    expect(overlappingTexts(bench.display)).toEqual([]);
    expect(bench.warnings).toEqual([]);
    expect(compareToGolden(`${shape}/${scene.name}`, bench.display.toPng())).toBe('');
  });
});

it('has no golden picture that no scene draws', async () => {
  const { readdir } = await import('node:fs/promises');
  const names = new Set(SCENES.map((scene) => `${scene.name}.png`));
  for (const shape of ['landscape', 'portrait']) {
    const folder = fileURLToPath(new URL(shape, import.meta.url));
    expect(existsSync(folder)).toBe(true);
    expect((await readdir(folder)).filter((file) => !names.has(file))).toEqual([]);
  }
});
