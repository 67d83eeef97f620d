import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One measured quantity: what every run gave, in one unit. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'MB' | '1/s' | '%';
  readonly samples: readonly number[];
  /** What we aim at, as the project's bar; null where only the comparison counts. */
  readonly aim:
    | { readonly most: number }
    | { readonly least: number }
    /** Of what the other way gives. */
    | { readonly leastShare: number }
    | { readonly mostShare: number }
    | null;
  /** The same thing done another way in the same run: the bare C path, a raw socket, a peer. */
  readonly beside?: { readonly name: string; readonly samples: readonly number[] };
}

export interface Summary {
  readonly name: string;
  readonly unit: string;
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly aim: string | null;
  readonly met: boolean | null;
  readonly beside: { readonly name: string; readonly median: number; readonly p99: number } | null;
  /** Our median over the other's. */
  readonly ratio: number | null;
}

/** The value below which `fraction` of the samples lie (nearest rank). `fraction` 0…1; at least one sample. */
export function quantile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('a figure needs at least one sample');
  return value;
}

export function summarise({ name, unit, samples, aim, beside }: Figure): Summary {
  const median = quantile(samples, 0.5);
  const other = beside && {
    name: beside.name,
    median: quantile(beside.samples, 0.5),
    p99: quantile(beside.samples, 0.99),
  };
  return {
    name,
    unit,
    count: samples.length,
    median,
    p99: quantile(samples, 0.99),
    aim: aim === null ? null : aimInWords(aim),
    met: aim === null ? null : isMet(aim, median, other?.median ?? Number.NaN),
    beside: other ?? null,
    ratio: other === undefined ? null : median / other.median,
  };
}

function aimInWords(aim: NonNullable<Figure['aim']>): string {
  if ('most' in aim) return `≤ ${aim.most}`;
  if ('least' in aim) return `≥ ${aim.least}`;
  return 'leastShare' in aim ? `ratio ≥ ${aim.leastShare}` : `ratio ≤ ${aim.mostShare}`;
}

function isMet(aim: NonNullable<Figure['aim']>, median: number, otherMedian: number): boolean {
  if ('most' in aim) return median <= aim.most;
  if ('least' in aim) return median >= aim.least;
  const share = median / otherMedian;
  return 'leastShare' in aim ? share >= aim.leastShare : share <= aim.mostShare;
}

export function printSummary(summary: Summary): void {
  const { name, unit, count, median, p99, aim, met, beside, ratio } = summary;
  const words = [`${name}: median ${digits(median)} ${unit}, p99 ${digits(p99)} (n=${count})`];
  if (aim !== null) words.push(`aim ${aim}: ${met === true ? 'met' : 'NOT met'}`);
  if (beside !== null) {
    words.push(
      `beside ${beside.name} ${digits(beside.median)} (p99 ${digits(beside.p99)}), ratio ${digits(ratio ?? Number.NaN)}`,
    );
  }
  console.log(`  ${words.join('; ')}`);
}

/** Writes all figures of a run with what they were measured on. */
export function writeFigures(file: string, summaries: readonly Summary[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const run = { at: new Date().toISOString(), node: process.version, arch: process.arch, figures: summaries };
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  console.log(`\nWritten to ${file}`);
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3);
}
