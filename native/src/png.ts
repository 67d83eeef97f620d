import { crc32, deflateSync } from 'node:zlib';
import type { Pixels } from './native.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, body: Uint8Array): Buffer {
  const result = Buffer.alloc(12 + body.byteLength);
  result.writeUInt32BE(body.byteLength, 0);
  result.write(type, 4, 'latin1');
  result.set(body, 8);
  result.writeUInt32BE(crc32(result.subarray(4, 8 + body.byteLength)), 8 + body.byteLength);
  return result;
}

/** RGB565 pixels as a PNG file (RFC 2083), 8 bits a channel. Throws RangeError when they do not fill the picture. */
export function encodePng({ width, height, pixels }: Pixels): Buffer {
  const bytes = width * height * 2;
  if (pixels.length !== bytes) {
    throw new RangeError(`${width} x ${height} pixels take ${bytes} bytes, not ${pixels.length}`);
  }
  const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const rows = Buffer.alloc(height * (1 + width * 3));
  let to = 0;
  for (let from = 0, y = 0; y < height; y += 1) {
    // Each row begins with its filter: none.
    to += 1;
    for (let x = 0; x < width; x += 1, from += 2) {
      const pixel = view.getUint16(from, true);
      const red = pixel >> 11;
      const green = (pixel >> 5) & 0x3f;
      const blue = pixel & 0x1f;
      rows[to] = (red << 3) | (red >> 2);
      rows[to + 1] = (green << 2) | (green >> 4);
      rows[to + 2] = (blue << 3) | (blue >> 2);
      to += 3;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a channel, colour type 2 (RGB), deflate, standard filters, not interlaced.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
