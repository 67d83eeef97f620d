import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrameEvent } from '../../src/wire/framing/frame.ts';
import { FRAME_LIMITS } from '../../src/wire/framing/frame-limits.ts';
import { FrameReader } from '../../src/wire/framing/frame-reader.ts';
import { message } from '../sip/support/wire.ts';

const role = fc.constantFrom<'client' | 'server'>('client', 'server');
/** Valid messages with any body, keep-alives between them, and sometimes an end that is broken. */
const stream = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }).map((body) => message({ body })) },
        fc.uint8Array({ maxLength: 400 }).map((body) => message({ body })),
        fc.constant(Buffer.from('\r\n')),
        fc.constant(Buffer.from('\r\n\r\n')),
        fc
          .integer({ min: 4_000, max: 9_000 })
          .map((size) => message({ extra: ['Content-Type: text/plain', `Y: ${'y'.repeat(size)}`] })),
        fc
          .integer({ min: 98, max: 120 })
          .map((count) => message({ extra: Array.from({ length: count }, () => 'Y: 1') })),
        fc.integer({ min: 65_530, max: 66_000 }).map((size) => message({ body: 'x'.repeat(size) })),
      ),
      { maxLength: 8 },
    ),
    fc.oneof(
      fc.constant(Buffer.alloc(0)),
      fc.uint8Array({ maxLength: 200 }).map((tail) => Buffer.from(tail)),
    ),
  )
  .map(([messages, tail]) => Buffer.concat([...messages, tail]));

function readInPieces(bytes: Buffer, cuts: readonly number[], as: 'client' | 'server'): FrameEvent[] {
  const reader = new FrameReader({ role: as });
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((one, other) => one - other);
  let start = 0;
  return ends.flatMap((end) => {
    const piece = bytes.subarray(start, end);
    start = end;
    return reader.push(piece);
  });
}

test('however the stream is split, the events are the same', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 40 }), role, (bytes, cuts, as) => {
      expect(readInPieces(bytes, cuts, as)).toEqual(readInPieces(bytes, [], as));
    }),
    { numRuns: 300 },
  );
}, 30_000);

test('byte by byte gives the same events too', () => {
  fc.assert(
    fc.property(stream, role, (bytes, as) => {
      expect(readInPieces(bytes, [...bytes.keys()], as)).toEqual(readInPieces(bytes, [], as));
    }),
    { numRuns: 20 },
  );
}, 30_000);

test('every valid message comes out with its body byte for byte', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 500 }), { maxLength: 10 }), (bodies) => {
      const bytes = Buffer.concat(bodies.map((body) => message({ body })));
      const events = new FrameReader({ role: 'client' }).push(bytes);
      expect(events.map((event) => (event.kind === 'frame' ? event.frame.body : event.kind))).toEqual(bodies);
    }),
  );
});

test('garbage never throws, never hangs, and no frame exceeds the limits', () => {
  const fragment = fc.constantFrom(
    '\r\n',
    '\r\n\r\n',
    '\n',
    ' ',
    '\0',
    ':',
    'Content-Length: 5\r\n',
    'l:-1\r\n',
    'A\r\n',
  );
  const garbage = fc.array(
    fc.oneof(
      fragment.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 5_000 }),
    ),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(garbage, role, (chunks, as) => {
      const reader = new FrameReader({ role: as });
      for (const event of chunks.flatMap((chunk) => reader.push(chunk))) {
        if (event.kind !== 'frame') continue;
        expect(event.frame.headers.length).toBeLessThanOrEqual(FRAME_LIMITS.headerCount);
        expect(event.frame.body.length).toBeLessThanOrEqual(FRAME_LIMITS.bodyBytes);
        for (const { value } of event.frame.headers) expect(value.length).toBeLessThanOrEqual(FRAME_LIMITS.lineBytes);
      }
    }),
    { numRuns: 500 },
  );
});
