import { afterEach, describe, expect, it } from 'vitest';
import type { SettingName, SettingValues } from '../../src/domain/settings/settings.ts';
import { english } from '../../src/ui/languages/english.ts';
import { italian } from '../../src/ui/languages/it.ts';
import { must } from '../ui/support/memory-handset.ts';
import { nameOf, openBench, type BenchOptions, type Shape, type UiBench } from '../ui/support/ui-bench.ts';
import { compareToGolden } from './support/golden.ts';
import { SCENES } from './support/scenes.ts';

/** What they show depends on the text's size: their keys scroll by pixels, or only what was in sight counts as read. */
const DEPENDS_ON_SIZE: ReadonlySet<string> = new Set([
  'details-large',
  'details-gave-up-italian',
  'thread-unread',
  'thread-unread-light',
  'thread-unread-italian-large',
  'lock-news',
]);

let bench: UiBench | null = null;

afterEach(() => {
  bench?.close();
  bench = null;
});

function change<Name extends SettingName>({ handset }: UiBench, name: Name, value: SettingValues[Name]): void {
  must(handset.settings.change(name, value));
}

/** Other words and colours than the scene's. */
function otherThan({ language, mode }: BenchOptions): BenchOptions {
  return { language: language === italian ? english : italian, mode: mode === 'light' ? 'dark' : 'light' };
}

describe.each<Shape>(['landscape', 'portrait'])('%s, changed while it is shown:', (shape) => {
  it.each(SCENES)('$name in another language, theme and time zone looks as if it had been so from the start', (scene) => {
    const options = scene.options ?? {};
    bench = openBench({ ...options, ...otherThan(options), shape }, scene.arrange);
    change(bench, 'timeZone', 'Asia/Tokyo');
    scene.act?.(bench);
    change(bench, 'language', nameOf(options.language ?? english));
    change(bench, 'theme', options.mode ?? 'dark');
    change(bench, 'timeZone', 'UTC');
    expect(compareToGolden(`${shape}/${scene.name}`, bench.display.toPng())).toBe('');
    expect(bench.warnings).toEqual([]);
  });

  it.each(SCENES.filter(({ name }) => !DEPENDS_ON_SIZE.has(name)))('$name in another text size too', (scene) => {
    const options = scene.options ?? {};
    const other = options.textSize === 'large' ? 'normal' : 'large';
    bench = openBench({ ...options, textSize: other, shape }, scene.arrange);
    scene.act?.(bench);
    change(bench, 'textSize', options.textSize ?? 'normal');
    expect(compareToGolden(`${shape}/${scene.name}`, bench.display.toPng())).toBe('');
  });
});

it('a screen that was closed is not drawn any more when a setting changes', () => {
  bench = openBench();
  const { ui, display } = bench;
  ui.close();
  change(bench, 'theme', 'light');
  expect(display.visibleText).toEqual([]);
});
