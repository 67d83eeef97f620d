import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseBlockMap, type BlockMap } from '../../../firmware/technician/flash/block-map.ts';
import { firstDifference } from '../../../firmware/technician/flash/read-back.ts';
import { gapsOf, writeImage } from '../../../firmware/technician/flash/write-image.ts';

const BLOCK_BYTES = 4096;
const folder = mkdtempSync(join(tmpdir(), 'flash-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** An image of that many blocks of which those hold something, and its map as bmaptool writes it. */
function image(blocks: number, mapped: readonly number[]): { readonly path: string; readonly xml: string } {
  const bytes = Buffer.alloc(blocks * BLOCK_BYTES);
  for (const block of mapped) randomBytes(BLOCK_BYTES).copy(bytes, block * BLOCK_BYTES);
  const path = join(folder, 'image');
  writeFileSync(path, bytes);
  const ranges = mapped.map((block) => {
    const sum = createHash('sha256').update(bytes.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES));
    return `<Range chksum="${sum.digest('hex')}"> ${block} </Range>`;
  });
  const numbers = { ImageSize: bytes.length, BlockSize: BLOCK_BYTES, MappedBlocksCount: mapped.length };
  const head = Object.entries(numbers).map(([name, value]) => `<${name}> ${value} </${name}>`);
  return { path, xml: `<bmap>${head.join('')}<BlockMap>${ranges.join('')}</BlockMap></bmap>` };
}

async function differenceOn(path: string, map: BlockMap): Promise<number | null> {
  const medium = await open(path, 'r');
  const different = await firstDifference(medium, map.ranges, () => undefined);
  await medium.close();
  return different?.offsetBytes ?? null;
}

describe('an image written to a file', () => {
  it('is the image byte for byte, whatever the file held', async () => {
    const { path, xml } = image(9, [0, 3, 8]);
    const target = join(folder, 'target');
    writeFileSync(target, randomBytes(20 * BLOCK_BYTES), { mode: 0o600 });
    let told = 0;
    await writeImage({ image: path, map: parseBlockMap(xml), path: target, deviceBytes: null }, (bytes) => {
      told = bytes;
    });
    expect(readFileSync(target).equals(readFileSync(path))).toBe(true);
    expect(told).toBe(3 * BLOCK_BYTES);
    expect(await differenceOn(target, parseBlockMap(xml))).toBeNull();
  });

  it('can be read by nobody else', async () => {
    const { path, xml } = image(1, [0]);
    const target = join(folder, 'private');
    await writeImage({ image: path, map: parseBlockMap(xml), path: target, deviceBytes: null }, () => undefined);
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('says so when the image is shorter than its map', async () => {
    const { path, xml } = image(4, [0, 3]);
    writeFileSync(path, Buffer.alloc(BLOCK_BYTES));
    const target = join(folder, 'short');
    const written = writeImage(
      { image: path, map: parseBlockMap(xml), path: target, deviceBytes: null },
      () => undefined,
    );
    await expect(written).rejects.toThrow(/shorter than its block map/);
  });
});

describe('what is read back', () => {
  it('is found to differ by one bit, at the range where it does', async () => {
    const { path, xml } = image(9, [1, 4, 7]);
    const bytes = readFileSync(path);
    bytes[4 * BLOCK_BYTES + 77] = (bytes[4 * BLOCK_BYTES + 77] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await differenceOn(path, parseBlockMap(xml))).toBe(4 * BLOCK_BYTES);
  });

  it('differs when the medium ends before the image', async () => {
    const { path, xml } = image(9, [1, 8]);
    writeFileSync(path, readFileSync(path).subarray(0, 5 * BLOCK_BYTES));
    expect(await differenceOn(path, parseBlockMap(xml))).toBe(8 * BLOCK_BYTES);
  });
});

describe('the block map', () => {
  it('has gaps that fill the image together with its ranges', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(30), { minLength: 1 }), fc.integer({ min: 31, max: 40 }), (mapped, blocks) => {
        const map = parseBlockMap(
          image(
            blocks,
            mapped.toSorted((a, b) => a - b),
          ).xml,
        );
        const places = [...map.ranges, ...gapsOf(map)].toSorted((a, b) => a.offsetBytes - b.offsetBytes);
        let end = 0;
        for (const { offsetBytes, lengthBytes } of places) {
          expect(offsetBytes).toBe(end);
          end += lengthBytes;
        }
        expect(end).toBe(map.imageBytes);
      }),
      { numRuns: 50 },
    );
  });

  it.each(['ImageSize', 'BlockSize', 'MappedBlocksCount'])('without %s is no block map', (element) => {
    const xml = image(2, [0]).xml.replace(new RegExp(`<${element}>.*</${element}>`), '');
    expect(() => parseBlockMap(xml)).toThrow(element);
  });

  it('without sums is none: nothing could be compared', () => {
    expect(() => parseBlockMap(image(2, [0]).xml.replace(/ chksum="\w+"/, ''))).toThrow('SHA-256');
  });

  it.skipIf(spawnSync('bmaptool', ['--version']).status !== 0)('is read as bmaptool writes it', () => {
    const { path } = image(9, [1, 4, 5]);
    execFileSync('cp', ['--sparse=always', path, `${path}.sparse`]);
    const xml = execFileSync('bmaptool', ['create', `${path}.sparse`], { encoding: 'utf8' });
    const map = parseBlockMap(xml);
    expect(map.imageBytes).toBe(9 * BLOCK_BYTES);
    expect(map.ranges.map(({ offsetBytes }) => offsetBytes / BLOCK_BYTES)).toEqual([1, 4]);
  });
});
