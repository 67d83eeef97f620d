import type { Box } from './panel-process.ts';

/** How a panel lies in memory. */
export interface PanelLayout {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: 16 | 24 | 32;
  readonly lineBytes: number;
  readonly offsetBytes: number;
  readonly isBlueFirst?: boolean;
}

/** RGB565 of each pixel, a row each. */
type Picture = number[][];

/** The pixels in the memory of a panel. */
export function shownOn(memory: Buffer, layout: PanelLayout): Picture {
  return rows(layout.width, layout.height, (x, y) => {
    const at = layout.offsetBytes + y * layout.lineBytes + (x * layout.bitsPerPixel) / 8;
    if (layout.bitsPerPixel === 16) return memory.readUInt16LE(at);
    const colours = [memory[at] ?? 0, memory[at + 1] ?? 0, memory[at + 2] ?? 0] as const;
    const [blue, green, red] = layout.isBlueFirst === false ? [colours[2], colours[1], colours[0]] : colours;
    return packed((red << 16) | (green << 8) | blue);
  });
}

/** What a panel of this size shows of boxes painted over each other, when it was mounted with so many quarter turns. */
export function turned(boxes: readonly Box[], width: number, height: number, quarterTurns: number): Picture {
  const isUpright = quarterTurns % 2 === 0;
  const seen = paint(boxes, isUpright ? width : height, isUpright ? height : width);
  return rows(width, height, (x, y) => {
    const [seenX, seenY] = [
      [x, y],
      [height - 1 - y, x],
      [width - 1 - x, height - 1 - y],
      [y, width - 1 - x],
    ][quarterTurns] as [number, number];
    return seen[seenY]?.[seenX] ?? -1;
  });
}

function paint(boxes: readonly Box[], width: number, height: number): Picture {
  const picture = rows(width, height, () => 0);
  for (const box of boxes) {
    for (let y = Math.max(0, box.y); y < Math.min(height, box.y + box.height); y += 1) {
      for (let x = Math.max(0, box.x); x < Math.min(width, box.x + box.width); x += 1) {
        (picture[y] as number[])[x] = packed(box.colour);
      }
    }
  }
  return picture;
}

function packed(colour: number): number {
  return ((colour >> 8) & 0xf800) | ((colour >> 5) & 0x07e0) | ((colour >> 3) & 0x1f);
}

function rows(width: number, height: number, pixel: (x: number, y: number) => number): Picture {
  return Array.from({ length: height }, (_row, y) => Array.from({ length: width }, (_column, x) => pixel(x, y)));
}
