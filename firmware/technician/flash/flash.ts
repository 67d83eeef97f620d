// Writes a board's image onto a card, or into a file: node firmware/technician/flash/flash.ts BOARD DEVICE.
// `make flash` calls it.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../image/tools/command.ts';
import { PROJECT } from '../../image/tools/project.ts';
import { confirm } from '../ask.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import { say, tellFailure } from '../tell.ts';
import type { BlockDevice } from './block-devices.ts';
import { parseBlockMap, type BlockMap } from './block-map.ts';
import { devicesHere, placeAt } from './devices-here.ts';
import { firstDifference } from './read-back.ts';
import { writeImage } from './write-image.ts';
import { inMB, judgeTarget, nameOf, whatThereIs, type Target } from './target.ts';

async function main(board: string | undefined, named: string | undefined): Promise<void> {
  if (board === undefined || board === '') {
    throw new TechnicianFailure(
      'make flash: name the board and the device, as in make flash BOARD=rpi-zero2w DEVICE=/dev/sdX',
    );
  }
  const image = join(PROJECT, 'out', board, 'card.img');
  if (!existsSync(image)) {
    throw new TechnicianFailure(`there is no image for ${board}: make it first, with make image BOARD=${board}`);
  }
  const devices = await devicesHere();
  if (named === undefined || named === '') {
    throw new TechnicianFailure(`make flash: name the device, as in DEVICE=/dev/sdX; ${whatThereIs(devices)}`);
  }
  const path = existsSync(named) ? realpathSync(named) : named;
  const judged = judgeTarget(path, placeAt(path), devices, statSync(image).size);
  if (!judged.ok) throw new TechnicianFailure(judged.error);
  await confirmLoss(judged.value);
  const map = await blockMapOf(image);
  await write(image, judged.value, map);
  await verify(judged.value, map);
  say(
    judged.value.kind === 'file'
      ? `${path} holds the image of ${board}.`
      : `The card in ${path} holds the image of ${board}. It can be taken out now.`,
  );
}

async function confirmLoss(target: Target): Promise<void> {
  if (target.kind === 'file') {
    if (target.sizeBytes === 0) return;
    say(`What is in ${target.path} now will be lost: ${inMB(target.sizeBytes)}.`);
    await confirm('Type "yes" to write the image over it: ', 'yes');
    return;
  }
  const { device } = target;
  say(`All that is on ${device.path} (${nameOf(device)}) will be lost:`);
  if (device.contents.length === 0) say('  nothing that this computer recognizes');
  for (const { name, sizeBytes, description } of device.contents) {
    say(`  ${name}  ${inMB(sizeBytes)}  ${description === '' ? 'of no known kind' : description}`);
  }
  await confirm(`Type "${device.path}" to write the image over it: `, device.path);
}

/** Made beside the image by `make image`; where it is older than its image or missing, it is made now. */
async function blockMapOf(image: string): Promise<BlockMap> {
  const file = `${image}.bmap`;
  if (!existsSync(file) || statSync(file).mtimeMs < statSync(image).mtimeMs) {
    await run('bmaptool', ['create', '--output', file, image]);
  }
  return parseBlockMap(await readFile(file, 'utf8'));
}

async function write(image: string, target: Target, map: BlockMap): Promise<void> {
  if (target.kind === 'device') await refuseIfExchanged(target.device);
  const startedMs = performance.now();
  const progress = percentOf('Writing', map.mappedBytes);
  const deviceBytes = target.kind === 'device' ? target.device.sizeBytes : null;
  await writeImage({ image, map, path: pathOf(target), deviceBytes }, progress);
  say(`Written: ${inMB(map.mappedBytes)} in ${secondsSince(startedMs)}.`);
}

/** Somebody may have taken the card out while the question stood on the screen. */
async function refuseIfExchanged(device: BlockDevice): Promise<void> {
  const now = (await devicesHere()).find(({ path }) => path === device.path);
  if (JSON.stringify(now) !== JSON.stringify(device)) {
    throw new TechnicianFailure(`${device.path} is not what it was a moment ago; nothing was written. Try again`);
  }
}

/** From the medium itself and not from this computer's memory of it. */
async function verify(target: Target, map: BlockMap): Promise<void> {
  const path = pathOf(target);
  if (target.kind === 'device') await run('blockdev', ['--flushbufs', path]);
  const startedMs = performance.now();
  const medium = await open(path, 'r');
  try {
    const different = await firstDifference(medium, map.ranges, percentOf('Reading back', map.mappedBytes));
    if (different !== null) {
      throw new TechnicianFailure(
        `what was read back from ${path} is not what was written (from byte ${different.offsetBytes} on): ` +
          'the medium is worn out or not as large as it claims; take another one',
      );
    }
  } finally {
    await medium.close();
  }
  say(`Read back and compared: ${inMB(map.mappedBytes)} in ${secondsSince(startedMs)}.`);
}

const pathOf = (target: Target): string => (target.kind === 'device' ? target.device.path : target.path);
const secondsSince = (startedMs: number): string => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;

/** A line that counts up in place on a terminal, and tells each tenth elsewhere. */
function percentOf(what: string, totalBytes: number): (doneBytes: number) => void {
  const step = process.stderr.isTTY ? 1 : 10;
  let told = -step;
  return (doneBytes) => {
    const percent = Math.floor((doneBytes * 100) / totalBytes);
    if (percent < told + step) return;
    told = percent - (percent % step);
    process.stderr.write(
      process.stderr.isTTY ? `\r${what}: ${told} %${told === 100 ? '\n' : ''}` : `${what}: ${told} %\n`,
    );
  };
}

await tellFailure(() => main(process.argv[2], process.argv[3]));
