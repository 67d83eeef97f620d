// Draws the pictures in the READMEs, by the product itself: `npm run screens`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { simulator12Key } from '../../board/simulator-12key/board.ts';
import { Lvgl } from '../../native/src/index.ts';
import { createInputMethod } from '../../src/domain/input/create-input-method.ts';
import { SETTINGS } from '../../src/domain/settings/settings.ts';
import { notProvisionedView } from '../../src/ui/screens/not-provisioned/view.ts';
import { showStageView } from '../../src/ui/stage/show-stage-view.ts';
import { systemTimeZones } from '../support/time-zones.ts';
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
  ['portrait', 'home', 'portrait-home'],
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

/** A handset that was flashed and belongs to nobody yet. */
function writeNotProvisioned(): void {
  const lvgl = Lvgl.open({ virtualClock: true });
  const display = lvgl.createDisplay({ width: 240, height: 320, theme: 'none' });
  const keys = { inputMethod: createInputMethod(simulator12Key.keypad.keyMap) };
  const place = { lvgl, display, keys, timeZones: systemTimeZones, hasSoftKeys: true };
  showStageView(
    { ...place, settings: { value: (name) => SETTINGS[name].default } },
    notProvisionedView,
    { refusal: null },
    null,
  );
  writeFileSync(`${FOLDER}portrait-not-provisioned.png`, display.toPng());
  lvgl.close();
}
writeNotProvisioned();
