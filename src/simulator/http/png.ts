import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** RGB565 little endian, rows without padding, as a PNG of 8 bits a channel (ISO/IEC 15948). */
export function pngOfRgb565(widthPx: number, heightPx: number, pixels: Uint8Array): Uint8Array {
  if (pixels.length !== widthPx * heightPx * 2) {
    throw new RangeError(`${widthPx} x ${heightPx} pixels take ${widthPx * heightPx * 2} bytes, not ${pixels.length}`);
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, widthPx);
  header.setUint32(4, heightPx);
  header.setUint8(8, 8);
  // Colour type 2: red, green, blue.
  header.setUint8(9, 2);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', deflateSync(scanlines(widthPx, heightPx, pixels))),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Each row with filter type 0 before it. */
function scanlines(widthPx: number, heightPx: number, pixels: Uint8Array): Uint8Array {
  const rgb565 = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const lines = new Uint8Array(heightPx * (1 + widthPx * 3));
  let to = 0;
  for (let from = 0; from < pixels.length; from += 2) {
    if (from % (widthPx * 2) === 0) to += 1;
    const pixel = rgb565.getUint16(from, true);
    lines[to] = widen(pixel >> 11, 5);
    lines[to + 1] = widen((pixel >> 5) & 0x3f, 6);
    lines[to + 2] = widen(pixel & 0x1f, 5);
    to += 3;
  }
  return lines;
}

/** 5 or 6 bits to 8, so that full stays full. */
function widen(value: number, bits: 5 | 6): number {
  return (value << (8 - bits)) | (value >> (2 * bits - 8));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
