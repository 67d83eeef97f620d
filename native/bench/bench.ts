// One typed character to pixels, through JavaScript and in bare C upon the same LVGL: median, 99th percentile and their
// ratio.
//   usage: node bench/bench.ts [--json] [--samples N]
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Lvgl } from '../src/index.ts';
import { buildScene, longest } from './scene.ts';

interface Figures {
  readonly medianUs: number;
  readonly p99Us: number;
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, samples: { type: 'string', default: '4000' } },
});
const samples = Number(values.samples);
if (!Number.isInteger(samples) || samples < 100) throw new Error('--samples takes a whole number of at least 100');

function figuresOf(nanoseconds: readonly number[]): Figures {
  const sorted = [...nanoseconds].sort((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) / 100) / 10;
  return { medianUs: at(0.5), p99Us: at(0.99) };
}

function throughJavaScript(): number[] {
  const lvgl = Lvgl.open();
  let flushes = 0;
  const { display, field, keypad } = buildScene(lvgl, () => {
    flushes += 1;
  });
  display.refreshNow();
  const times: number[] = [];
  for (let i = 0; i < samples; i += 1) {
    if (i % longest === 0) {
      field.text = '';
      display.refreshNow();
    }
    const before = flushes;
    const start = process.hrtime.bigint();
    keypad.tap(97 + (i % 26));
    display.refreshNow();
    times.push(Number(process.hrtime.bigint() - start));
    if (flushes === before) throw new Error('a character was typed and no pixels came');
  }
  lvgl.close();
  return times;
}

function bareC(): number[] {
  const program = fileURLToPath(new URL('../build/lvgl-bench', import.meta.url));
  return execFileSync(program, [String(samples)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);
}

const result = { samples, javascript: figuresOf(throughJavaScript()), bareC: figuresOf(bareC()) };
const ratio = Math.round((result.javascript.medianUs / result.bareC.medianUs) * 100) / 100;
if (values.json) {
  console.log(JSON.stringify({ ...result, ratio }));
} else {
  const line = (name: string, { medianUs, p99Us }: Figures): string =>
    `${name.padEnd(12)} median ${medianUs} µs   p99 ${p99Us} µs`;
  console.log(
    `one typed character to pixels, ${samples} samples\n${line('JavaScript', result.javascript)}\n${line('bare C', result.bareC)}\nratio of the medians ${ratio}`,
  );
}
