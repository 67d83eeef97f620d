// Makes the image of a board: node firmware/image/make-image.ts BOARD. `make image` calls it.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { boardFaults } from '../../board/board-faults.ts';
import { boards } from '../../board/boards.ts';
import { boardImage } from './board-image.ts';
import { gather } from './gather.ts';
import { imageVersion } from './image-version.ts';
import { refuseWithoutMeans, refuseWithoutRoot } from './preconditions.ts';
import { putTogether } from './put-together.ts';
import { BuildCache } from './tools/build-cache.ts';
import { ImageFailure } from './tools/image-failure.ts';
import { Progress } from './tools/progress.ts';
import { PROJECT } from './tools/project.ts';

/** How a work folder's name begins; its process follows. */
const WORK = '.making-';

const progress = new Progress((line) => process.stderr.write(`${line}\n`));

async function main(name = ''): Promise<void> {
  const board = await boardImage(name);
  refuseFaults(name);
  refuseWithoutRoot();
  const out = join(PROJECT, 'out', board.name);
  mkdirSync(out, { recursive: true });
  const cache = new BuildCache(progress);
  refuseWithoutMeans([out, cache.folder]);
  const version = await imageVersion();
  progress.say(`Image for ${board.name}, version ${version.version}, commit ${version.commit}`);
  removeForsaken(out);
  const kitchen = { cache, progress, work: mkdtempSync(join(out, `${WORK}${process.pid}-`)) };
  try {
    const made = await putTogether(board, version, await gather(board, version, kitchen), kitchen);
    for (const file of made) {
      rmSync(join(out, file), { recursive: true, force: true });
      renameSync(join(kitchen.work, file), join(out, file));
    }
    progress.say(`out/${board.name}: ${made.map((file) => `${file}${sizeOf(join(out, file))}`).join(', ')}`);
  } finally {
    rmSync(kitchen.work, { recursive: true, force: true });
  }
}

/** A line that is used twice is found here, and not by a key that types nothing. */
function refuseFaults(name: string): void {
  const board = boards[name];
  const faults = board === undefined ? ['board/boards.ts does not name it'] : boardFaults(board);
  if (faults.length > 0) throw new ImageFailure(`make image: the data of board ${name}:\n  ${faults.join('\n  ')}`);
}

/** Of a run that was killed before it could clear up. */
function removeForsaken(out: string): void {
  for (const name of readdirSync(out)) {
    const owner = name.startsWith(WORK) ? name.slice(WORK.length).split('-')[0] : undefined;
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) rmSync(join(out, name), { recursive: true, force: true });
  }
}

/** What a file takes on the disk; a card is mostly holes. */
function sizeOf(file: string): string {
  const found = statSync(file);
  return found.isFile() ? ` ${(found.blocks / 2048).toFixed(1)} MiB` : '';
}

try {
  await main(process.argv[2]);
} catch (error) {
  if (!(error instanceof ImageFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
