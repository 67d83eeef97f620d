import type { HeaderField } from '../../src/wire/framing/frame.ts';
import { SOUND } from '../sip/support/wire.ts';
import { parseDigestParams } from '../../src/wire/authentication/auth-params.ts';
import { parseDigestAlgorithm } from '../../src/wire/authentication/digest-algorithm.ts';
import { parseChallenges } from '../../src/wire/authentication/digest-challenge.ts';
import { parseCredentials } from '../../src/wire/authentication/digest-credentials.ts';
import { encodeAnswer } from '../../src/wire/encoding/answer.ts';
import { encodeRequestHead, encodeResponse } from '../../src/wire/encoding/serialize.ts';
import { readContentLength } from '../../src/wire/framing/content-length.ts';
import { FrameReader } from '../../src/wire/framing/frame-reader.ts';
import { readHeaderBlock, type LineSpan } from '../../src/wire/framing/header-block.ts';
import { isOtherProtocol } from '../../src/wire/framing/protocol-of.ts';
import { headerKey } from '../../src/wire/framing/header-names.ts';
import { parseCSeq, readEssentials } from '../../src/wire/gate/essentials.ts';
import { examineRequest } from '../../src/wire/gate/request-gate.ts';
import { examineResponse, isResponse } from '../../src/wire/gate/response-gate.ts';
import { HeaderList } from '../../src/wire/grammar/header-list.ts';
import { parseMediaType } from '../../src/wire/grammar/media-type.ts';
import { parseContacts, parseNameAddr } from '../../src/wire/grammar/name-addr.ts';
import { leadingSeconds, retryAfterMs } from '../../src/wire/grammar/retry-after.ts';
import { Scanner, unquote } from '../../src/wire/grammar/scanner.ts';
import { isAbsoluteUri, parseSipUri } from '../../src/wire/grammar/sip-uri.ts';
import { quote, readParameters, SIP_PARAMETERS, splitList } from '../../src/wire/grammar/syntax.ts';
import { branchOf, parseVia, parseVias } from '../../src/wire/grammar/via.ts';
import { isContentPlain, readCpimHead } from '../../src/wire/message/cpim-head.ts';
import { formatCpim, parseCpim } from '../../src/wire/message/cpim.ts';
import { parseDateTime, parseSipDate } from '../../src/wire/message/date-times.ts';
import { formatImdn, parseImdn } from '../../src/wire/message/imdn.ts';
import { parseOtherDeviceNotice } from '../../src/wire/message/relay-notice.ts';
import { decodeText, decodeUtf8 } from '../../src/wire/message/text-decoding.ts';
import { readXml } from '../../src/wire/message/xml-reader.ts';

export interface ListedParser {
  readonly read: (text: string) => unknown;
  /** Beginnings that lead it to its different places. */
  readonly starts: readonly string[];
  /** Characters of the largest input that it is tried on. More than it ever gets, unless it refuses more itself. */
  readonly largest: number;
}

const HEADER_CHARACTERS = 16_384;
const BODY_CHARACTERS = 65_536;

const header = (read: (text: string) => unknown, ...starts: readonly string[]): ListedParser => ({
  read,
  starts: ['', ...starts],
  largest: HEADER_CHARACTERS,
});
/** For what reads many headers made of the same text. */
const small: typeof header = (...all) => ({ ...header(...all), largest: 4_096 });
const body = (read: (body: Buffer) => unknown, ...starts: readonly string[]): ListedParser => ({
  read: (text) => read(Buffer.from(text)),
  starts: ['', ...starts],
  largest: BODY_CHARACTERS,
});

const POLICY = { methods: ['MESSAGE'], extensions: [], isOwn: null } as const;
const CONTENT = { types: ['text/plain'], encodings: [] };
const ADDRESSES = ['"', '"a" <sip:a@b>', 'a <', '<sip:a@b>;a', 'sip:a@b', 'sip:a@b;a="'];
const VIAS = [
  'SIP',
  'SIP/2.0/TLS a',
  'SIP/2.0/TLS ',
  'SIP/2.0/TLS a;branch=z9hG4bK1',
  'SIP/2.0/TLS a:',
  'SIP/2.0/TLS [',
];
const DIGESTS = ['Digest ', 'Digest realm="', 'Digest realm="a", nonce="b"', 'Digest a'];
const ESSENTIALS: readonly HeaderField[] = [
  { name: 'Via', value: 'SIP/2.0/TLS a;branch=z9hG4bK1' },
  { name: 'From', value: '<sip:a@b>;tag=1' },
  { name: 'To', value: '<sip:a@b>' },
  { name: 'Call-ID', value: 'a' },
  { name: 'CSeq', value: '1 MESSAGE' },
];
/** The essential headers, with this text in place of each of them in turn, and in others besides. */
const headersOf = (text: string): readonly (readonly HeaderField[])[] => [
  ...ESSENTIALS.map(({ name }, at) => ESSENTIALS.with(at, { name, value: text })),
  [...ESSENTIALS, ...['Content-Type', 'Require', 'Max-Forwards', text].map((name) => ({ name, value: text }))],
  [...ESSENTIALS, ...text.split(',', 500).map((value) => ({ name: 'Via', value }))],
];
const framesOf = (text: string) =>
  [
    `MESSAGE sip:a@b SIP/2.0${text}`,
    `MESSAGE sip:${text} SIP/2.0`,
    `MESSAGE sip:a@b${text} SIP/2.0`,
    `SIP/2.0 200${text}`,
    text,
  ]
    .map((startLine) => ({ startLine, headers: ESSENTIALS, ...SOUND, body: new Uint8Array(0) }))
    .concat(
      headersOf(text).map((headers) => ({
        startLine: 'MESSAGE sip:a@b SIP/2.0',
        headers,
        ...SOUND,
        body: new Uint8Array(0),
      })),
    );

function readStream(text: string, pieceBytes: number): void {
  const bytes = Buffer.from(text);
  for (const role of ['client', 'server'] as const) {
    const reader = new FrameReader({ role });
    for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
  }
}

function linesOf(block: Buffer): readonly LineSpan[] {
  const spans: LineSpan[] = [];
  for (let start = 0, end = block.indexOf('\r\n'); end >= 0; start = end + 2, end = block.indexOf('\r\n', start))
    spans.push({ start, end });
  return spans;
}

const IN_A_HEAD = [
  'MESSAGE sip:a@b SIP/2.0\r\nX: "\\\0',
  'MESSAGE sip:a@b SIP/2.0\r\n',
  'SIP/2.0 200 OK\r\nVia: a\r\nX: ',
  'MESSAGE sip:a@b SIP/2.0\r\nl: 9\r\n',
];
const IN_A_BODY = 'MESSAGE sip:a@b SIP/2.0\r\nVia: a\r\nl: 60000\r\n\r\n';
const CPIMS = [
  'From: ',
  'From: <sip:a@b>\r\n',
  'NS: a <',
  'From: <sip:a@b>\r\n\r\nContent-Type: ',
  'From:a\r\n\r\nX:a\r\n',
];
const XML = ['<a ', '<a>', '<a xmlns="', '<!--', '<a', '<?xml ', '<a>&', '<a><b>', '<a xmlns:b="">'];

/** Everything in this room that reads what others wrote. A new export fails a test until it stands here or below. */
export const PARSERS: Readonly<Record<string, ListedParser>> = {
  parseDigestParams: header(parseDigestParams, ...DIGESTS),
  parseDigestAlgorithm: header(parseDigestAlgorithm, 'MD5'),
  parseChallenges: header((text) => parseChallenges([text]), ...DIGESTS),
  parseCredentials: header(parseCredentials, ...DIGESTS),
  encodeAnswer: small(
    (text) => {
      for (const headers of headersOf(text))
        encodeAnswer({ startLine: '', headers, ...SOUND }, { statusCode: 400, reason: text }, 'tag');
    },
    ...ADDRESSES,
  ),
  encodeRequestHead: header((text) => encodeRequestHead({ method: text, requestUri: text, headers: [] }, 0), 'sip:'),
  encodeResponse: header((text) =>
    encodeResponse({ statusCode: 200, reason: text, headers: [{ name: 'X', value: text }] }),
  ),
  readContentLength: header((text) => readContentLength([{ name: 'l', value: text }], 9), '1'),
  FrameReader: {
    ...header(
      (text) => {
        readStream(text, 16_384);
      },
      ...IN_A_HEAD,
      IN_A_BODY,
    ),
    largest: 16_384,
  },
  'FrameReader, by a few bytes': {
    ...header(
      (text) => {
        readStream(text, 5);
      },
      ...IN_A_HEAD,
    ),
    largest: 2_048,
  },
  isOtherProtocol: header((startLine) => isOtherProtocol({ startLine, headers: [], ...SOUND }), 'GET / '),
  parseCSeq: header(parseCSeq, '1', '1 MESSAGE'),
  readHeaderBlock: small(
    (text) => {
      const block = Buffer.from(`${text}\r\n`);
      return readHeaderBlock(block, linesOf(block));
    },
    ...IN_A_HEAD,
  ),
  headerKey: header(headerKey),
  readEssentials: small(
    (text) => {
      for (const headers of headersOf(text)) readEssentials(new HeaderList(headers));
    },
    ...VIAS,
    ...ADDRESSES,
  ),
  examineRequest: small(
    (text) => {
      for (const frame of framesOf(text)) {
        examineRequest(frame, { ...POLICY, role: 'endpoint', content: CONTENT });
        examineRequest(frame, { ...POLICY, role: 'relay', content: null });
      }
    },
    ...VIAS,
    ...ADDRESSES,
  ),
  examineResponse: header(
    (text) => {
      for (const frame of framesOf(text)) examineResponse(frame);
    },
    ...VIAS,
  ),
  isResponse: header(isResponse, 'SIP/'),
  HeaderList: header((text) => new HeaderList([{ name: text, value: text }]).list(text)),
  parseMediaType: header(parseMediaType, 'text/plain', 'text/plain;charset=', 'text/plain;a="', 'text (a)', '('),
  parseNameAddr: header(parseNameAddr, ...ADDRESSES),
  parseContacts: header((text) => parseContacts([text]), ...ADDRESSES),
  leadingSeconds: header(leadingSeconds, '1'),
  retryAfterMs: header((text) => retryAfterMs(new HeaderList([{ name: 'Retry-After', value: text }])), '1'),
  unquote: header(unquote, '"'),
  quote: header(quote),
  isAbsoluteUri: header(isAbsoluteUri, 'a', 'sip:'),
  parseSipUri: header(parseSipUri, 'sip:', 'sip:a@', 'sip:a@b', 'sip:a@b;', 'sip:a:', 'sip:a@[', 'sip:a@b?'),
  readParameters: header((text) => readParameters(new Scanner(text), SIP_PARAMETERS), ';a', ';a="', ';a='),
  splitList: header(splitList, '"', '<', 'a,"'),
  parseVia: header(parseVia, ...VIAS),
  parseVias: header((text) => parseVias([text]), ...VIAS),
  readCpimHead: body((bytes) => readCpimHead(bytes, bytes.length), ...CPIMS),
  parseCpim: body(parseCpim, ...CPIMS),
  parseDateTime: header(parseDateTime, '2026-01-01T00:00:00.'),
  parseSipDate: header(parseSipDate, 'Mon, '),
  parseImdn: body(parseImdn, ...XML),
  parseOtherDeviceNotice: header(parseOtherDeviceNotice, 'foreign-device;device='),
  decodeUtf8: body(decodeUtf8),
  'decodeText by its charset': header((text) => decodeText(Buffer.alloc(0), text), 'utf-'),
  decodeText: body((bytes) => {
    for (const label of ['us-ascii', 'latin1', 'utf-16', 'shift_jis', 'iso-2022-jp', 'gb18030', 'x'])
      decodeText(bytes, label);
  }, '\u001b$B'),
  readXml: { read: readXml, starts: ['', ...XML], largest: 16_000 },
  formatCpim: header((text) =>
    formatCpim({ from: text, to: text, dateTime: text, imdn: [], contentHeaders: [], content: text }),
  ),
  formatImdn: header((text) => formatImdn({ about: text, disposition: 'failed', dateTime: text, recipient: text })),
};

/** What reads nothing that others wrote, or only what a parser above has read before. */
export const NO_PARSERS: readonly string[] = [
  // Parts of those above, which reach all of their places.
  ...[
    Scanner.name,
    branchOf.name,
    isContentPlain.name,
    'isMomentary',
    'ByteQueue',
    'OversizeMessage',
    'RestOfHead',
    'encodeRequest',
  ],
  // Digests, whose hash is linear, and what they are made of.
  ...['digestSecret', 'computeDigest', 'answerChallenge', 'credentialsMatch', 'strongestChallenge', 'formatChallenge'],
  ...['formatDigestAlgorithm', 'NonceRegister', 'tlsPolicy'],
  // What the relay writes to owners.
  ...['writtenInstance', 'deviceMark', 'otherDeviceNotice'],
  // Numbers and timers.
  ...['formatDateTime', 'formatSipDate', 'StalledMessageGuard'],
];
