// Draws the pictures in the READMEs, by the product itself: `npm run screens`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBench, type Shape } from '../ui/support/ui-bench.ts';
import { SCENES } from './support/scenes.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url));

/** Shape, scene, and the name of the picture. */
const PICTURES: readonly (readonly [Shape, string, string])[] = [
  ['landscape', 'home-unread', 'home'],
  ['landscape', 'history', 'history'],
  ['landscape', 'thread', 'thread'],
  ['landscape', 'thread-unreachable', 'unreachable'],
  ['landscape', 'details-waiting', 'details'],
  ['landscape', 'contacts', 'contacts'],
  ['landscape', 'banner', 'banner'],
  ['landscape', 'thread-light', 'thread-light'],
  ['portrait', 'history-light', 'portrait-history-light'],
  ['portrait', 'thread', 'portrait-thread'],
];

mkdirSync(FOLDER, { recursive: true });
for (const [shape, name, picture] of PICTURES) {
  const scene = SCENES.find((candidate) => candidate.name === name);
  if (scene === undefined) throw new Error(`no scene is named ${name}`);
  const bench = openBench({ ...scene.options, shape }, scene.arrange);
  scene.act?.(bench);
  writeFileSync(`${FOLDER}${picture}.png`, bench.display.toPng());
  bench.close();
}
