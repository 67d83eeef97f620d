// The figures of the image on the emulated board: `make bench-board`, RUNS=3 starts. They are compared with the last row
// of firmware/figures.csv; KEEP=1 adds a row for the present commit. Times are those of this machine, and slower when
// others work on it; the rest says the same everywhere.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Card } from '../support/card.ts';
import { FirmwareBed } from '../support/firmware-bed.ts';
import { median, runningFigures } from './running-figures.ts';
import { startFigures } from './start-figures.ts';

const TABLE = fileURLToPath(new URL('../../../firmware/figures.csv', import.meta.url));
const BYTES_A_MB = 1024 * 1024;

async function measured(runs: number): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-board-'));
  const bed = await FirmwareBed.start();
  try {
    const starts = [];
    for (let run = 0; run < runs; run += 1) starts.push(await startFigures(bed));
    return {
      firstFrameSeconds: median(starts.map((start) => start.firstFrameSeconds)),
      registeredSeconds: median(starts.map((start) => start.registeredSeconds)),
      ...(await runningFigures(bed, folder)),
      imageMb: Math.round(statSync(Card.outputOf('qemu-arm64', 'handset.squashfs')).size / BYTES_A_MB),
    };
  } finally {
    await bed.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(now: Readonly<Record<string, number>>): void {
  const [head = '', ...rows] = readFileSync(TABLE, 'utf8').trim().split('\n');
  const names = head.split(',');
  const last = (rows.at(-1) ?? '').split(',');
  process.stdout.write(`figure                    ${(last[0] ?? '').padStart(10)}        now  ratio\n`);
  for (const [name, value] of Object.entries(now)) {
    const before = Number(last[names.indexOf(name)] || NaN);
    const ratio = before > 0 ? (value / before).toFixed(2) : '-';
    const kept = Number.isNaN(before) ? '-' : String(before);
    process.stdout.write(
      `${name.padEnd(25)} ${kept.padStart(10)} ${String(value).padStart(10)} ${ratio.padStart(6)}\n`,
    );
  }
  if (process.env['KEEP'] !== '1') return;
  const commit = execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { encoding: 'utf8' }).trim();
  const row = names.map((name) => (name === 'commit' ? commit : String(now[name] ?? '')));
  appendFileSync(TABLE, `${row.join(',')}\n`);
}

compare(await measured(Number(process.env['RUNS'] ?? 3)));
