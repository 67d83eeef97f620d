import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { encodePng } from '../../native/src/png.ts';

it('is read back by another decoder, full brightness staying full', () => {
  const pixels = Uint8Array.of(0x00, 0xf8, 0xe0, 0x07, 0x1f, 0x00, 0xff, 0xff, 0x00, 0x00, 0x10, 0x84);
  const { width, height, data } = PNG.sync.read(encodePng({ width: 3, height: 2, pixels }));
  const rgba = Array.from({ length: 6 }, (_, at) => [...data.subarray(at * 4, at * 4 + 4)]);
  expect([width, height]).toEqual([3, 2]);
  expect(rgba).toEqual([
    [255, 0, 0, 255],
    [0, 255, 0, 255],
    [0, 0, 255, 255],
    [255, 255, 255, 255],
    [0, 0, 0, 255],
    [132, 130, 132, 255],
  ]);
});

it('refuses pixels that do not fill the picture', () => {
  expect(() => encodePng({ width: 2, height: 2, pixels: new Uint8Array(7) })).toThrow('8 bytes, not 7');
});
