import { expect, test } from 'vitest';
import { FRAME_LIMITS } from '../../../src/wire/framing/frame-limits.ts';
import { readHeaderBlock } from '../../../src/wire/framing/header-block.ts';
import { FrameReader } from '../../../src/wire/framing/frame-reader.ts';
import { frameOf, message, readAll, SOUND, wire } from '../../sip/support/wire.ts';

const lines = ['MESSAGE sip:bob@example.org SIP/2.0', 'X: 1'];
const faultOf = (bytes: Uint8Array) => {
  const event = readAll(bytes, 'server').at(-1);
  return event?.kind === 'fault' ? `${event.fault.status} ${event.fault.code}` : event?.kind;
};

test('a message is start line, headers in their order, and the body as bytes', () => {
  expect(frameOf(wire([...lines, 'x : 2 '], 'żółw'))).toEqual({
    startLine: 'MESSAGE sip:bob@example.org SIP/2.0',
    headers: [
      { name: 'X', value: '1' },
      { name: 'x', value: '2' },
      { name: 'Content-Length', value: '7' },
    ],
    ...SOUND,
    body: new Uint8Array(Buffer.from('żółw')),
  });
});

test('the body is counted in bytes, so the message after it is whole', () => {
  const events = readAll(Buffer.concat([message({ body: 'żółw' }), message({ body: Buffer.from([0, 255, 13, 10]) })]));
  expect(events.map((event) => (event.kind === 'frame' ? Buffer.from(event.frame.body) : event))).toEqual([
    Buffer.from('żółw'),
    Buffer.from([0, 255, 13, 10]),
  ]);
});

test('a continuation line goes on with the header before it', () => {
  expect(frameOf(wire([...lines, 'Subject: a', '\t b', ' c'])).headers[1]).toEqual({ name: 'Subject', value: 'a b c' });
});

test('the first header may go on in a second line too', () => {
  expect(frameOf(wire(['MESSAGE sip:b@c SIP/2.0', 'Subject: a', ' b ', 'X: 1'])).headers.slice(0, 2)).toEqual([
    { name: 'Subject', value: 'a b' },
    { name: 'X', value: '1' },
  ]);
});

test.each([
  ['a word before the name', 'two words: x'],
  ['no name', ': x'],
  ['a character that no name has', 'X(y): x'],
  ['no colon', 'X'],
])('a line with %s is no header and passed over', (_, line) => {
  expect(frameOf(wire([...lines, line, 'Y: 1'])).headers.map(({ name }) => name)).toEqual(['X', 'Y', 'Content-Length']);
});

test('white space around the colon is none of the name or the value', () => {
  const { headers } = frameOf(wire([...lines, 'Y \t :\t  a:b \t', 'Z:']));
  expect(headers.slice(1, 3)).toEqual([
    { name: 'Y', value: 'a:b' },
    { name: 'Z', value: '' },
  ]);
});

test('a start line alone is a message without headers', () => {
  expect(readHeaderBlock(Buffer.from('OPTIONS sip:b@c SIP/2.0'), [{ start: 0, end: 23 }])).toEqual({
    startLine: 'OPTIONS sip:b@c SIP/2.0',
    headers: [],
    ...SOUND,
  });
  expect(readHeaderBlock(Buffer.from(''), []).startLine).toBe('');
});

test('the compact form of Content-Length counts as well', () => {
  expect(frameOf(wire([...lines, 'l: 2'], 'hi')).body).toEqual(new Uint8Array(Buffer.from('hi')));
});

test('for a server two line breaks between messages are one ping, and line breaks before a message are passed over', () => {
  const bytes = Buffer.concat([Buffer.from('\r\n\r\n\r\n'), message(), Buffer.from('\r\n\r\n')]);
  expect(readAll(bytes, 'server').map(({ kind }) => kind)).toEqual(['ping', 'frame', 'ping']);
});

test('for a client each line break between messages is a pong', () => {
  expect(readAll(Buffer.concat([Buffer.from('\r\n'), message(), Buffer.from('\r\n')])).map(({ kind }) => kind)).toEqual(
    ['pong', 'frame', 'pong'],
  );
});

test('a line feed after another byte, or half a line break, is part of the start line', () => {
  expect(readAll(Buffer.concat([Buffer.from('X\n'), message()])).map(({ kind }) => kind)).toEqual(['frame']);
  expect(frameOf(Buffer.concat([Buffer.from('\r'), message()])).malformed).toBe('half a line break within a line');
});

test.each([
  ['none', lines, '400 content-length-missing'],
  ['two that differ', [...lines, 'Content-Length: 5', 'Content-Length: 13'], '400 content-length-repeated'],
  ['two alike', [...lines, 'Content-Length: 5', 'l: 5'], '400 content-length-repeated'],
  ['a negative one', [...lines, 'Content-Length: -999'], '400 content-length-malformed'],
  ['a list', [...lines, 'Content-Length: 5,13'], '400 content-length-malformed'],
  ['a sign', [...lines, 'Content-Length: +5'], '400 content-length-malformed'],
  ['hexadecimal', [...lines, 'Content-Length: 0x10'], '400 content-length-malformed'],
  ['an exponent', [...lines, 'Content-Length: 1e3'], '400 content-length-malformed'],
  ['nothing', [...lines, 'Content-Length:'], '400 content-length-malformed'],
  ['two to the 63', [...lines, 'Content-Length: 9223372036854775808'], '513 body-too-large'],
  ['one byte too many', [...lines, 'Content-Length: 65537'], '513 body-too-large'],
])('Content-Length with %s ends the stream', (_, head, expected) => {
  expect(faultOf(Buffer.from(`${head.join('\r\n')}\r\n\r\n`))).toBe(expected);
});

test.each([
  ['line', () => [...lines, `Y: ${'y'.repeat(FRAME_LIMITS.lineBytes - 3)}`], 1, '513 line-too-long'],
  ['folded header', () => [...lines, 'Y: 1', ` ${'y'.repeat(2000)}`, ` ${'y'.repeat(2000)}`], 200, '513 line-too-long'],
  [
    'count',
    () => ['MESSAGE sip:a@b SIP/2.0', ...Array.from({ length: FRAME_LIMITS.headerCount - 1 }, () => 'Y: 1')],
    0,
    '513 too-many-headers',
  ],
])('the limit of %s is kept to the byte', (_, build, surplus, expected) => {
  const within = build();
  expect(faultOf(wire(within))).toBe('frame');
  const beyond = surplus === 0 ? [...within, 'Y: 1'] : within.with(-1, (within.at(-1) ?? '') + 'y'.repeat(surplus));
  expect(faultOf(wire(beyond))).toBe(expected);
});

test('the header block is limited as a whole', () => {
  const filler = Array.from({ length: 5 }, () => `Y: ${'y'.repeat(4000)}`);
  expect(faultOf(wire([...lines, ...filler]))).toBe('513 header-block-too-large');
});

test.each<[string, 'client' | 'server', string]>([
  ['its body', 'client', 'Content-Length: 5\r\n\r\n'],
  ['a body that is too large and passed over', 'client', 'Content-Length: 65537\r\n\r\n'],
  ['the rest of a head that is too large', 'server', `Y: ${'y'.repeat(FRAME_LIMITS.lineBytes)}\r\n`],
])('a message is there in part also while nothing of %s has come', (_what, role, rest) => {
  const reader = new FrameReader({ role });
  reader.push(message());
  expect(reader.partialMessage).toBeNull();
  expect(reader.push(Buffer.from(`MESSAGE sip:a@b SIP/2.0\r\n${rest}`))).toEqual([]);
  expect(reader.partialMessage).toBe(2);
});

test('a body of the limit passes', () => {
  expect(frameOf(wire(lines, 'x'.repeat(FRAME_LIMITS.bodyBytes))).body).toHaveLength(FRAME_LIMITS.bodyBytes);
});

test('a line that never ends is read for 64 KiB and not kept, and then given up', () => {
  const reader = new FrameReader({ role: 'server' });
  for (let kib = 0; kib < 63; kib += 1) expect(reader.push(Buffer.alloc(1_024, 'a'))).toEqual([]);
  expect(reader.partialMessage).toBe(1);
  expect(reader.push(Buffer.alloc(8_192, 'a')).map(({ kind }) => kind)).toEqual(['fault']);
  expect([reader.partialMessage, reader.push(message())]).toEqual([null, []]);
});

test.each<[string, readonly string[]]>([
  ['a line', ['Via: a', `Y: ${'y'.repeat(9_000)}`, 'CSeq: 1 MESSAGE', 'i: x']],
  ['its first line', ['Via: a', 'CSeq: 1 MESSAGE', 'i: x']],
  ['a folded header', ['Via: a', 'Y: 1', ` ${'y'.repeat(3_000)}`, ` ${'y'.repeat(3_000)}`, 'CSeq: 1 MESSAGE', 'i: x']],
  ['a start that it shares', ['Via:', ' a', `Y: ${'y'.repeat(5_000)}`, 'CSeq: 1', ' MESSAGE', ' ', 'i: x']],
  ['headers', ['Via: a', ...Array.from({ length: 99 }, () => 'Y: 1'), 'CSeq: 1 MESSAGE', 'i: x']],
])('what an answer copies is found behind %s beyond the limits, in whatever pieces it comes', (what, head) => {
  const uri = what === 'its first line' ? `sip:${'u'.repeat(9_000)}` : 'sip:a@b';
  const bytes = wire([`MESSAGE ${uri} SIP/2.0`, ...head], 'body');
  for (const pieceBytes of [bytes.length, 1_000, 1]) {
    const reader = new FrameReader({ role: 'server' });
    const events = [];
    for (let at = 0; at < bytes.length; at += pieceBytes)
      events.push(...reader.push(bytes.subarray(at, at + pieceBytes)));
    const [event] = events;
    expect(events).toHaveLength(1);
    if (event?.kind !== 'fault') throw new Error(event?.kind);
    expect(event.fault.status).toBe(513);
    expect(event.fault.head.startLine).toMatch(/^MESSAGE sip:/);
    const copied = event.fault.head.headers.filter(({ name }) => !['Y', 'Content-Length'].includes(name));
    expect(copied.map(({ name, value }) => `${name}: ${value}`)).toEqual(['Via: a', 'CSeq: 1 MESSAGE', 'i: x']);
  }
});

test.each(['client', 'server'] as const)(
  'a header that the answer copies may itself be the long one: for a %s',
  (role) => {
    const from = `From: "${'a'.repeat(9_000)}"`;
    const vias = Array.from({ length: 120 }, (_, at) => `v: ${at}`);
    for (const [head, copied] of [
      [
        [from, 'CSeq: 1'],
        [from, 'CSeq: 1'],
      ],
      [
        [...vias, 'CSeq: 1'],
        [...vias, 'CSeq: 1'],
      ],
      // Held is what answers need, and no more than 16 KiB of it.
      [[from.repeat(5), 'CSeq: 1'], ['CSeq: 1']],
    ] as const) {
      const bytes = Buffer.concat([wire(['MESSAGE sip:a@b SIP/2.0', ...head], 'hi'), message()]);
      for (const pieceBytes of [bytes.length, 700]) {
        const reader = new FrameReader({ role });
        const events = [];
        for (let at = 0; at < bytes.length; at += pieceBytes)
          events.push(...reader.push(bytes.subarray(at, at + pieceBytes)));
        expect(events.map(({ kind }) => kind)).toEqual(role === 'client' ? ['oversize', 'frame'] : ['fault']);
        const [event] = events;
        const fields = event !== undefined && 'fault' in event ? event.fault.head.headers : [];
        const written = fields.map(({ name, value }) => `${name}: ${value}`);
        expect(written.filter((line) => !line.startsWith('Content-Length'))).toEqual(copied);
      }
    }
  },
);

test('a long line that comes in pieces is waited for, however much came before it', () => {
  const bytes = wire([...lines, `Y: ${'y'.repeat(3_000)}`, `Z: ${'z'.repeat(3_000)}`]);
  const reader = new FrameReader({ role: 'server' });
  expect(reader.push(bytes.subarray(0, 5_500))).toEqual([]);
  expect(reader.push(bytes.subarray(5_500)).map(({ kind }) => kind)).toEqual(['frame']);
});

test('a fault tells the headers that came before it, so that the request can be answered', () => {
  const [event] = readAll(Buffer.from('MESSAGE sip:b@c SIP/2.0\r\nVia: v\r\nContent-Length: x\r\n\r\n'));
  expect(event).toMatchObject({ kind: 'fault', fault: { head: { headers: [{ name: 'Via', value: 'v' }, {}] } } });
});

test('after a fault nothing is read any more', () => {
  const reader = new FrameReader({ role: 'client' });
  reader.push(Buffer.from('A\r\n\r\n'));
  expect(reader.push(message())).toEqual([]);
});

test.each([
  ['a bare LF in a header', [...lines, 'X: a\nContent-Length: 5']],
  ['a bare CR in a header', [...lines, 'X: a\rb']],
  ['a bare LF in a line that is no header', [...lines, 'x\nFrom: <sip:boss@example.org>']],
  ['a bare LF in the start line', ['MESSAGE sip:a@b\nFrom:a SIP/2.0', 'X: 1']],
  ['a start line that goes on', [lines[0]!, ' From: <sip:boss@example.org>', 'X: 1']],
])('a head with %s is framed but told to be malformed: others might find other headers in it', (_, head) => {
  expect(frameOf(wire(head)).malformed).not.toBeNull();
});

test.each(['NoColonHere', 'Call ID: 1', ': 1', 'Ünï: x', '<>'])('%j is no header, and is passed over', (line) => {
  const frame = frameOf(wire([...lines, line, ' and goes on', 'Y: 2']));
  expect([frame.malformed, frame.damaged]).toEqual([null, []]);
  expect(frame.headers.map(({ name }) => name)).toEqual(['X', 'Y', 'Content-Length']);
});

test('a header with control characters is marked, and they become spaces', () => {
  const { headers, damaged, malformed } = frameOf(wire([...lines, 's: a\0b', 'Y: "\0" \x7f', 'Z: "\x07']));
  expect(headers.slice(1, 4).map(({ value }) => value)).toEqual(['a b', '" "', '"']);
  expect([damaged, malformed]).toEqual([['subject', 'identity', 'z'], null]);
});

test('a backslash outside quotes allows no control character, nor one in quotes that are closed', () => {
  const values = ['\\\0', '"a\\\\"\0', '"\\""\0', '"a" \\\0'];
  const { damaged } = frameOf(wire([...lines, ...values.map((value, at) => `H${at}: ${value}`)]));
  expect(damaged).toEqual(['h0', 'h1', 'h2', 'h3']);
});

test('a control character that is quoted is allowed, and becomes a space too', () => {
  const { headers, damaged } = frameOf(wire([...lines, 'Y: "\\\0\\"\\\x7f" a']));
  expect([headers[1]?.value, damaged]).toEqual(['"\\ \\"\\ " a', []]);
});

test('a line that is no UTF-8 is read as ISO 8859-1, and the others as what they are', () => {
  const bytes = Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\nSubject: caf`),
    Buffer.from([0xe9, 0x0d, 0x0a]),
    Buffer.from('Y: żółw\r\nl: 0\r\n\r\n'),
  ]);
  const { headers, isUtf8, malformed } = frameOf(bytes);
  expect([headers[1]?.value, headers[2]?.value, isUtf8, malformed]).toEqual(['café', 'żółw', false, null]);
});

test.each([
  ['POST / HTTP/1.1', 'Host: a'],
  ['PUT /sip/ HTTP/1.1', 'Via: 1.1 proxy'],
  ['HTTP/1.1 200 OK', 'Via: 1.1 proxy'],
  ['DESCRIBE rtsp://a/SIP/2.0 RTSP/1.0', 'Via: a'],
  ['EHLO example.org', 'X: 1'],
])('%j is no SIP: the stream ends for either role, as no answer would be read', (startLine, header) => {
  for (const role of ['client', 'server'] as const) {
    const [event, ...more] = readAll(Buffer.concat([wire([startLine, header], 'hello'), message()]), role);
    expect([event?.kind === 'fault' && event.fault.code, more]).toEqual(['not-sip', []]);
  }
});

test.each(['MESSAGE sip:bob@example.org', 'MESSAGE sip:bob@example.org SIP/2.0 ', 'hello'])(
  'a request that begins with %j is wrong, and does not cost the stream',
  (startLine) => {
    expect(frameOf(wire([startLine, 'Via: SIP/2.0/TLS a;branch=z9hG4bKx'])).startLine).toBe(startLine);
  },
);

test('headers with the names of object properties are headers', () => {
  expect(frameOf(wire([lines[0]!, '__proto__: x', 'constructor: y', 'toString: z'])).headers.slice(0, 3)).toEqual([
    { name: '__proto__', value: 'x' },
    { name: 'constructor', value: 'y' },
    { name: 'toString', value: 'z' },
  ]);
});

test('a partial message has an ordinal that changes only when it is complete', () => {
  const reader = new FrameReader({ role: 'client' });
  const bytes = message();
  expect(reader.partialMessage).toBeNull();
  reader.push(bytes.subarray(0, 10));
  expect(reader.partialMessage).toBe(1);
  reader.push(bytes.subarray(10, -1));
  expect(reader.partialMessage).toBe(1);
  reader.push(bytes.subarray(-1));
  expect(reader.partialMessage).toBeNull();
  reader.push(Buffer.from('M'));
  expect(reader.partialMessage).toBe(2);
});

test.each<[string, readonly string[], string, string]>([
  ['a line', [...lines, `Y: ${'y'.repeat(9_000)}`, 'Content-Length: 2'], 'hi', 'line-too-long'],
  ['its first line', [`MESSAGE sip:${'y'.repeat(9_000)} SIP/2.0`, 'Content-Length: 2'], 'hi', 'line-too-long'],
  [
    'a line before folded ones, and another after',
    [...lines, `Y: ${'y'.repeat(9_000)}`, ' y', 'Z: 1', ' 2', `Z: ${'z'.repeat(9_000)}`, ' 3', 'l: 2', 'Z: 1', ' 2'],
    'hi',
    'line-too-long',
  ],
  [
    'a folded header',
    [...lines, 'l: 2', 'Y: 1', ` ${'y'.repeat(3_000)}`, ` ${'y'.repeat(3_000)}`],
    'hi',
    'line-too-long',
  ],
  [
    'its headers',
    [...lines, ...Array.from({ length: 60 }, () => `Y: ${'y'.repeat(1_000)}`), 'l : 2'],
    'hi',
    'header-block-too-large',
  ],
  [
    'their number, of which the length is the last,',
    [...lines, ...Array.from({ length: 99 }, () => 'Y: 1'), 'Content-Length: 2'],
    'hi',
    'too-many-headers',
  ],
  ['its body', lines, 'x'.repeat(200_000), 'body-too-large'],
])('a client passes over a message too large by %s, and reads the next', (_, head, body, code) => {
  const events = readAll(Buffer.concat([wire(head, body), message()]));
  expect(events.map((event) => (event.kind === 'oversize' ? event.fault.code : event.kind))).toEqual([code, 'frame']);
});

test.each<[string, readonly string[], string]>([
  ['has no Content-Length', ['Y: 1'], 'content-length-missing'],
  ['has two', ['Content-Length: 2', 'l: 2'], 'content-length-repeated'],
  ['has one that goes on in another line', ['Content-Length: 2', ' 3'], 'content-length-malformed'],
  ['has one that cannot be read', ['Content-Length: x'], 'content-length-malformed'],
  ['announces more than is waited for', ['Content-Length: 1048577'], 'body-too-large'],
  ['has no end', Array.from({ length: 300 }, () => `Y: ${'y'.repeat(1_000)}`), 'line-too-long'],
])('a message too large that %s ends the stream of a client too', (_, rest, code) => {
  const bytes = Buffer.from([...lines, `Y: ${'y'.repeat(9_000)}`, ...rest, '', ''].join('\r\n'));
  const [event, ...more] = readAll(Buffer.concat([bytes, message()]));
  expect(event?.kind === 'fault' ? event.fault.code : event?.kind).toBe(code);
  expect(more).toEqual([]);
});
