import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeMachine } from './fake-machine.ts';
import { shownOn, turned, type PanelLayout } from './painted.ts';
import type { Box } from './panel-process.ts';

const scratch = mkdtempSync(join(tmpdir(), 'fake-kernel-'));
let machine: FakeMachine;

beforeAll(() => {
  machine = FakeMachine.boot(FakeMachine.compile(scratch));
});
afterAll(async () => {
  await machine.off();
  rmSync(scratch, { recursive: true });
});
afterEach(() => machine.clear());

const WIDTH = 24;
const HEIGHT = 10;
const RED: Box = { x: 3, y: 2, width: 5, height: 4, colour: 0xff0000 };

function plugCard(modes = `${WIDTH} ${HEIGHT} 1`): void {
  machine.write('card0');
  machine.write('card0.modes', modes);
}

/** Rows of the card's buffer begin 64 bytes apart, or a multiple of it. */
function cardLayout(bitsPerPixel: 16 | 32): PanelLayout {
  const lineBytes = Math.ceil((WIDTH * bitsPerPixel) / 8 / 64) * 64;
  return { width: WIDTH, height: HEIGHT, bitsPerPixel, lineBytes, offsetBytes: 4096 };
}

function plugFramebuffer(bitsPerPixel: 16 | 24 | 32, { order = '16 8 0', padding = 8, yOffset = 1 } = {}): PanelLayout {
  const lineBytes = (WIDTH * bitsPerPixel) / 8 + padding;
  const memory = lineBytes * (HEIGHT + yOffset);
  machine.write('fb0', new Uint8Array(memory));
  const colours = bitsPerPixel === 16 ? '11 5 0' : order;
  machine.write('fb0.screen', `${WIDTH} ${HEIGHT} ${bitsPerPixel} ${lineBytes} 0 ${yOffset} ${memory} ${colours}`);
  return { width: WIDTH, height: HEIGHT, bitsPerPixel, lineBytes, offsetBytes: lineBytes * yOffset };
}

const open = (panel: { card: string } | { framebuffer: string }, quarterTurns = 0) =>
  machine.ask({ do: 'open', panel, quarterTurns });
const openCard = (quarterTurns = 0) => open({ card: machine.path('card0') }, quarterTurns);
const openFramebuffer = (quarterTurns = 0) => open({ framebuffer: machine.path('fb0') }, quarterTurns);
const draw = (box: Box) => machine.do({ do: 'draw', box });
const lost = async () => ((await machine.do({ do: 'lost' })) as number[]).map((errno) => getSystemErrorName(errno));

describe('a display of the kernel', () => {
  it('is shown in 16 bits, and told which rectangle has changed', async () => {
    plugCard();
    expect(await openCard()).toEqual({ value: { width: WIDTH, height: HEIGHT } });
    expect(machine.log('card0').slice(0, 3)).toEqual(['create 16', 'format RG16', `mode ${WIDTH} ${HEIGHT}`]);
    await draw(RED);
    expect(machine.log('card0').at(-1)).toBe('dirty 3 2 8 6');
    expect(shownOn(machine.read('card0'), cardLayout(16))).toEqual(turned([RED], WIDTH, HEIGHT, 0));
  });

  it.each(['no16', 'shows32only'])('is shown in 32 bits where the driver refuses 16 (%s)', async (refusal) => {
    plugCard();
    machine.write(`card0.${refusal}`);
    await openCard();
    expect(machine.log('card0')).toContain('format XR24');
    await draw(RED);
    expect(shownOn(machine.read('card0'), cardLayout(32))).toEqual(turned([RED], WIDTH, HEIGHT, 0));
  });

  it('takes the mode that has the size asked for, whatever the screen prefers', async () => {
    plugCard('640 480 1\n12 8 0\n24 10 0');
    const size = { width: WIDTH, height: HEIGHT };
    const card = machine.path('card0');
    expect(await machine.do({ do: 'open', panel: { card, size }, quarterTurns: 0 })).toEqual(size);
    expect(await machine.do({ do: 'sizes', card })).toEqual([
      { width: 640, height: 480 },
      { width: 12, height: 8 },
      size,
    ]);
  });

  it('without a mode of that size is left as it is', async () => {
    plugCard('640 480 1');
    const panel = { card: machine.path('card0'), size: { width: WIDTH, height: HEIGHT } };
    expect(await machine.ask({ do: 'open', panel, quarterTurns: 0 })).toMatchObject({
      error: { code: 'LVGL_SYSTEM', message: expect.stringContaining('has no mode of 24 × 10') as string },
    });
    expect(machine.log('card0')).toEqual([]);
  });

  it.each([
    ['taken', 'EBUSY'],
    ['unplugged', 'ENODEV'],
    ['gone', 'ENODEV'],
    ['small', 'EINVAL'],
  ])('that is %s is refused with the reason', async (state, reason) => {
    plugCard();
    machine.write(`card0.${state}`);
    const { error } = await openCard();
    expect([error?.code, getSystemErrorName(error?.errno ?? 0)]).toEqual(['LVGL_SYSTEM', reason]);
  });

  it('that looks at its memory all the time is not told', async () => {
    plugCard();
    machine.write('card0.tellsNothing');
    await openCard();
    await draw(RED);
    expect(await lost()).toEqual([]);
    expect(shownOn(machine.read('card0'), cardLayout(16))).toEqual(turned([RED], WIDTH, HEIGHT, 0));
  });

  it('goes to sleep and wakes', async () => {
    plugCard();
    await openCard();
    machine.log('card0');
    await machine.do({ do: 'power', on: false });
    await machine.do({ do: 'power', on: true });
    expect(machine.log('card0')).toEqual(['dpms 3', 'dpms 0']);
  });

  it('that cannot sleep says so', async () => {
    plugCard();
    machine.write('card0.sleepless');
    await openCard();
    expect(await machine.ask({ do: 'power', on: false })).toMatchObject({ error: { code: 'LVGL_SYSTEM' } });
  });

  it('gives back what it took', async () => {
    plugCard();
    await openCard();
    machine.log('card0');
    await machine.do({ do: 'close' });
    expect(machine.log('card0')).toEqual(['remove', 'destroy']);
  });
});

describe('a display that goes away', () => {
  it('is told once, and drawing goes on without it', async () => {
    plugCard();
    await openCard();
    machine.write('card0.gone');
    await draw(RED);
    await draw({ ...RED, x: 12 });
    expect(await lost()).toEqual(['ENODEV']);
  });

  it('shows the whole picture when it is back, also under another name', async () => {
    plugCard();
    await openCard();
    machine.write('card0.gone');
    await draw(RED);
    expect(await machine.ask({ do: 'attach', panel: { card: machine.path('card0') } })).toHaveProperty('error');
    machine.write('card1');
    machine.write('card1.modes', `${WIDTH} ${HEIGHT} 1`);
    await machine.do({ do: 'attach', panel: { card: machine.path('card1') } });
    expect(machine.log('card1').at(-1)).toBe(`dirty 0 0 ${WIDTH} ${HEIGHT}`);
    expect(shownOn(machine.read('card1'), cardLayout(16))).toEqual(turned([RED], WIDTH, HEIGHT, 0));
  });

  it('is dark when it is back, if it was dark before', async () => {
    plugCard();
    await openCard();
    await machine.do({ do: 'power', on: false });
    machine.write('card0.gone');
    await draw(RED);
    machine.remove('card0.gone');
    machine.log('card0');
    await machine.do({ do: 'attach', panel: { card: machine.path('card0') } });
    expect(machine.log('card0').at(-1)).toBe('dpms 3');
  });

  it('and comes back with another size is refused', async () => {
    plugCard();
    await openCard();
    plugCard('12 8 1');
    expect(await machine.ask({ do: 'attach', panel: { card: machine.path('card0') } })).toMatchObject({
      error: { code: 'LVGL_ARGUMENT', message: expect.stringContaining('12 × 8') as string },
    });
  });

  it('may be a framebuffer', async () => {
    const layout = plugFramebuffer(32);
    await openFramebuffer();
    machine.write('fb0.gone');
    await draw(RED);
    expect(await lost()).toEqual(['ENODEV']);
    machine.remove('fb0.gone');
    await machine.do({ do: 'attach', panel: { framebuffer: machine.path('fb0') } });
    expect(shownOn(machine.read('fb0'), layout)).toEqual(turned([RED], WIDTH, HEIGHT, 0));
  });
});

describe('a framebuffer of the kernel', () => {
  it('is lit when it is opened, and blanked and lit on demand', async () => {
    plugFramebuffer(16);
    await openFramebuffer();
    await machine.do({ do: 'power', on: false });
    await machine.do({ do: 'power', on: true });
    expect(machine.log('fb0')).toEqual(['blank 0', 'blank 4', 'blank 0']);
  });

  it('that cannot be blanked can be drawn on', async () => {
    plugFramebuffer(16);
    machine.write('fb0.sleepless');
    expect(await openFramebuffer()).toHaveProperty('value');
    expect(await machine.ask({ do: 'power', on: false })).toHaveProperty('error');
  });

  it.each([
    [16, '11 5 0'],
    [24, '16 8 0'],
    [32, '0 8 16'],
  ] as const)(
    'of %i bits is written in its order of colours (%s), between the ends of its rows',
    async (bits, order) => {
      const layout = plugFramebuffer(bits, { order });
      await openFramebuffer();
      await draw(RED);
      const memory = machine.read('fb0');
      expect(shownOn(memory, { ...layout, isBlueFirst: order !== '0 8 16' })).toEqual(turned([RED], WIDTH, HEIGHT, 0));
      const ends = Array.from({ length: HEIGHT }, (_, y) => memory.subarray(layout.offsetBytes + y * layout.lineBytes));
      expect(ends.every((row) => row.subarray((WIDTH * bits) / 8, layout.lineBytes).every((byte) => byte === 0))).toBe(
        true,
      );
      expect(memory.subarray(0, layout.offsetBytes).every((byte) => byte === 0)).toBe(true);
    },
  );

  it.each([
    ['24 10 8 24 0 0 240 0 0 0', /8 bits a pixel/],
    ['24 10 16 48 0 0 480 10 5 0', /order that is not supported/],
    ['24 10 32 96 0 0 960 0 8 24', /order that is not supported/],
    ['0 10 16 48 0 0 480 11 5 0', /0 × 10 pixels/],
    ['5000 10 16 10000 0 0 100000 11 5 0', /5000 × 10 pixels/],
    ['24 10 16 40 0 0 480 11 5 0', /less memory/],
    ['24 10 16 48 0 10 480 11 5 0', /less memory/],
    ['24 10 16 48 0 4000000000 480 11 5 0', /less memory/],
  ])('that says "%s" of itself is refused', async (screen, reason) => {
    machine.write('fb0');
    machine.write('fb0.screen', screen);
    expect((await openFramebuffer()).error?.message).toMatch(reason);
  });
});

describe('the console', () => {
  it('is told to leave the screen alone, and to draw again', async () => {
    machine.write('tty0');
    await machine.do({ do: 'console', path: machine.path('tty0'), draws: false });
    await machine.do({ do: 'console', path: machine.path('tty0'), draws: true });
    expect(machine.log('tty0')).toEqual(['mode 1', 'mode 0']);
  });

  it('that is not there is an error of the kernel', async () => {
    const { error } = await machine.ask({ do: 'console', path: machine.path('tty1'), draws: false });
    expect([error?.code, getSystemErrorName(error?.errno ?? 0)]).toEqual(['LVGL_SYSTEM', 'ENOENT']);
  });
});

describe('what is drawn', () => {
  const box = fc.record({
    x: fc.integer({ min: -8, max: WIDTH + 8 }),
    y: fc.integer({ min: -8, max: WIDTH + 8 }),
    width: fc.integer({ min: 1, max: WIDTH + 8 }),
    height: fc.integer({ min: 1, max: WIDTH + 8 }),
    colour: fc.integer({ min: 0, max: 0xffffff }),
  });

  it.each([0, 1, 2, 3])('is on the panel as it was painted, turned by %i quarters', async (quarterTurns) => {
    const layout = plugFramebuffer(32, { padding: 0, yOffset: 0 });
    await openFramebuffer(quarterTurns);
    const painted: Box[] = [];
    await fc.assert(
      fc.asyncProperty(box, async (next) => {
        painted.push(next);
        await draw(next);
        expect(shownOn(machine.read('fb0'), layout)).toEqual(turned(painted, WIDTH, HEIGHT, quarterTurns));
      }),
      // What fails depends on all that was drawn before, so a smaller case would be another one.
      { numRuns: 40, endOnFailure: true },
    );
  });

  it.each([0, 1, 2, 3])('and nothing else crosses to a display turned by %i quarters', async (quarterTurns) => {
    plugCard();
    await openCard(quarterTurns);
    await fc.assert(
      fc.asyncProperty(box, async (next) => {
        await draw(next);
        machine.log('card0');
        await machine.do({ do: 'redraw' });
        const told = machine.log('card0').map((line) => line.split(' ').slice(1).map(Number));
        const changed = turned([{ ...next, colour: 0xffffff }], WIDTH, HEIGHT, quarterTurns);
        const inside = changed.flatMap((row, y) => row.flatMap((pixel, x) => (pixel === 0 ? [] : [[x, y] as const])));
        const columns = inside.map(([x]) => x);
        const rows = inside.map(([, y]) => y);
        const bounds = [Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1];
        expect(told).toEqual(inside.length === 0 ? [] : [bounds]);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});
