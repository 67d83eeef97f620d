import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { boards } from '../../board/boards.ts';
import { BOARDS, boardImage } from '../../firmware/image/board-image.ts';

const names = readdirSync(BOARDS);
/** Debian's kernel and root take about that much; an update must fit into the same partition. */
const ROOT_MIB = 128;

describe.each(names)('the image of %s', (name) => {
  it('is of a board of that name', async () => {
    expect(Object.keys(boards)).toContain(name);
    expect((await boardImage(name)).name).toBe(name);
  });

  it('loads at its start only modules that it has', async () => {
    const { modules, loadedAtStart } = await boardImage(name);
    const plain = (module: string): string => module.replaceAll('-', '_');
    expect(modules.map(plain)).toEqual(expect.arrayContaining(loadedAtStart.map(plain)));
  });

  it('has room for a root file system and a file allocation table that any boot loader reads', async () => {
    const { partitions } = await boardImage(name);
    expect(partitions.rootMiB).toBeGreaterThanOrEqual(ROOT_MIB);
    expect(Math.min(partitions.firmwareMiB, partitions.bootMiB)).toBeGreaterThanOrEqual(40);
  });

  it('has the source of its device tree, with the names that the board looks for', async () => {
    const { deviceTree } = await boardImage(name);
    const file = join(BOARDS, name, deviceTree.source);
    expect(existsSync(file)).toBe(true);
    const source = readFileSync(file, 'utf8');
    const { led, screen } = boards[name]!;
    const lamps = led.kind === 'led-class' ? Object.values(led.names) : [];
    for (const lamp of lamps) expect(source).toContain(`label = "${lamp}"`);
    if (screen.backlight.kind === 'backlight-class') expect(source).toContain(`${screen.backlight.name} {`);
  });
});

it('an unknown board is refused by telling which there are', async () => {
  for (const name of ['toaster', '', './', 'simulator']) {
    await expect(boardImage(name)).rejects.toThrow(`there are: ${names.sort().join(', ')}`);
  }
});
