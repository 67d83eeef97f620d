import { request, response, textMessage, type TortureCase } from './torture-case.ts';

const RESPONSE_HEADERS = [
  'Via: SIP/2.0/TLS 192.0.2.105;branch=z9hG4bKq',
  'From: <sip:a@x>;tag=1',
  'To: <sip:b@x>;tag=2',
  'Call-ID: r1',
  'CSeq: 35 INVITE',
];
const sized = (lines: readonly string[]): Buffer => textMessage({ contentLength: null, more: lines });
const V = 'V';

/** RFC 4475 §3.1.2 and §3.2 to §3.4, as they concern a device that takes MESSAGE and OPTIONS over TLS. */
export const INVALID_MESSAGES: readonly TortureCase[] = [
  {
    name: '3.1.1.12 unreason',
    bytes: response('SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое', RESPONSE_HEADERS),
    statuses: [],
  },
  { name: '3.1.1.13 noreason', bytes: response('SIP/2.0 100 ', RESPONSE_HEADERS), statuses: [] },
  {
    name: '3.1.2.1 badinv01',
    bytes: request('INVITE', {
      via: ['Via: SIP/2.0/UDP 192.0.2.15;;,;,,'],
      more: ['Contact: "Joe" <sip:joe@example.org>;;;;'],
    }),
    statuses: [400],
  },
  {
    name: `3.1.2.1 badinv01 ${V}`,
    bytes: textMessage({ via: ['Via: SIP/2.0/TLS 192.0.2.15;branch=z9hG4bKa;;,;,,'] }),
    statuses: [400],
  },
  { name: '3.1.2.3 ncl', bytes: sized(['Content-Length: -999']), statuses: [400], closes: true },
  {
    name: '3.1.2.4 scalar02: CSeq',
    bytes: textMessage({ cseq: 'CSeq: 36893488147419103232 MESSAGE' }),
    statuses: [400],
  },
  { name: '3.1.2.4 scalar02: Max-Forwards', bytes: textMessage({ maxForwards: 'Max-Forwards: 300' }), statuses: [400] },
  {
    name: '3.1.2.5 scalarlg',
    bytes: response('SIP/2.0 503 Service Unavailable', [
      ...RESPONSE_HEADERS.slice(0, 4),
      'CSeq: 9292394834772304023312 OPTIONS',
      'Retry-After: 949302838503028349304023988',
    ]),
    statuses: [],
  },
  { name: '3.1.2.6 quotbal', bytes: textMessage({ to: 'To: "Mr. J. User <sip:bob@example.org>' }), statuses: [400] },
  {
    name: '3.1.2.7 ltgtruri',
    bytes: textMessage({ requestLine: 'MESSAGE <sip:bob@example.org> SIP/2.0' }),
    statuses: [400],
  },
  {
    name: '3.1.2.8 lwsruri',
    bytes: textMessage({ requestLine: 'MESSAGE sip:bob@example.org; lr SIP/2.0' }),
    statuses: [400],
  },
  {
    name: '3.1.2.9 lwsstart',
    bytes: textMessage({ requestLine: 'MESSAGE  sip:bob@example.org  SIP/2.0' }),
    statuses: [400],
  },
  {
    name: '3.1.2.10 trws',
    bytes: textMessage({ requestLine: 'MESSAGE sip:bob@example.org SIP/2.0  ' }),
    statuses: [400],
  },
  {
    name: '3.1.2.11 escruri',
    bytes: textMessage({ requestLine: 'MESSAGE sip:bob@example.org?Route=%3Csip:example.com%3E SIP/2.0' }),
    statuses: [400],
  },
  {
    name: '3.1.2.12 baddate',
    bytes: textMessage({ more: ['Date: Fri, 01 Jan 2010 16:00:00 EST'] }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '3.1.2.13 regbadct',
    bytes: request('REGISTER', {
      requestLine: 'REGISTER sip:example.org SIP/2.0',
      more: ['Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E'],
    }),
    statuses: [405],
  },
  {
    name: '3.1.2.14 badaspec',
    bytes: textMessage({ to: 'To: "Watson, Thomas" < sip:bob@example.org >' }),
    statuses: [400],
  },
  {
    name: '3.1.2.15 baddn',
    bytes: textMessage({ from: 'From: Bell, Alexander <sip:a.g.bell@example.com>;tag=43' }),
    statuses: [400],
  },
  {
    name: '3.1.2.16 badvers',
    bytes: textMessage({
      requestLine: 'MESSAGE sip:bob@example.org SIP/7.0',
      via: ['Via: SIP/7.0/TLS c.example.com;branch=z9hG4bKkdjuw'],
    }),
    statuses: [505],
  },
  { name: '3.1.2.17 mismatch01', bytes: textMessage({ cseq: 'CSeq: 8 INVITE' }), statuses: [400] },
  { name: '3.1.2.18 mismatch02', bytes: request('NEWMETHOD', { cseq: 'CSeq: 8 INVITE' }), statuses: [501] },
  {
    name: '3.1.2.19 bigcode',
    bytes: response('SIP/2.0 4294967301 better not break the receiver', RESPONSE_HEADERS),
    statuses: [],
  },
  {
    name: '3.2.1 badbranch',
    bytes: textMessage({ via: ['Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK'] }),
    statuses: [400],
  },
  { name: '3.3.1 insuf: no Call-ID, From, To', bytes: textMessage({ callId: '', from: '', to: '' }), statuses: [400] },
  {
    name: '3.3.2 unkscm',
    bytes: request('OPTIONS', {
      requestLine: 'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0',
      to: 'To: <nobodyKnowsThisScheme:totallyopaquecontent>',
    }),
    statuses: [416],
  },
  {
    name: `3.3.2 unkscm ${V}`,
    bytes: textMessage({ requestLine: 'MESSAGE nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0' }),
    statuses: [416],
  },
  {
    name: '3.3.3 novelsc',
    bytes: textMessage({ requestLine: 'MESSAGE soap.beep://192.0.2.103:3002 SIP/2.0' }),
    statuses: [416],
  },
  {
    name: '3.3.3 novelsc: tel',
    bytes: textMessage({ requestLine: 'MESSAGE tel:+12015550100 SIP/2.0' }),
    statuses: [416],
  },
  {
    name: '3.3.4 unksm2',
    bytes: request('REGISTER', {
      requestLine: 'REGISTER sip:example.org SIP/2.0',
      to: 'To: isbn:2983792873',
      from: 'From: <http://www.example.com>;tag=3234233',
      more: ['Contact: <name:John_Smith>'],
    }),
    statuses: [405],
  },
  {
    name: `3.3.4 unksm2 ${V}`,
    bytes: textMessage({ from: 'From: <http://www.example.com>;tag=3234233' }),
    statuses: [400],
  },
  {
    name: '3.3.5 bext01',
    bytes: textMessage({
      more: ['Require: nothingSupportsThis, nothingSupportsThisEither', 'Proxy-Require: noProxiesSupportThis'],
    }),
    statuses: [420],
    header: ['Unsupported', 'nothingSupportsThis, nothingSupportsThisEither'],
  },
  {
    name: '3.3.6 invut',
    bytes: request('INVITE', { more: ['Content-Type: application/unknownformat'], body: '<audio>' }),
    statuses: [405],
    header: ['Allow', 'MESSAGE, OPTIONS'],
  },
  {
    name: `3.3.6 invut ${V}`,
    bytes: request('MESSAGE', { more: ['Content-Type: application/unknownformat'], body: '<audio>' }),
    statuses: [415],
    header: ['Accept', 'text/plain, message/cpim, message/imdn+xml'],
  },
  {
    name: '3.3.7 regaut01',
    bytes: request('REGISTER', {
      requestLine: 'REGISTER sip:example.org SIP/2.0',
      more: ['Authorization: NoOneKnowsThisScheme opaque-data=here'],
    }),
    statuses: [405],
  },
  ...[
    'From: <sip:evil@example.net>;tag=2',
    'f: <sip:evil@example.net>;tag=2',
    'To: <sip:bob@example.org>',
    'i: another',
    'CSeq: 59 MESSAGE',
    'Max-Forwards: 5',
    'c: text/plain',
  ].map((line): TortureCase => ({
    name: `3.3.8 multi01 ${V}: ${line}`,
    bytes: textMessage({ more: [line] }),
    statuses: [400],
  })),
  { name: '3.3.9 mcl01', bytes: sized(['Content-Length: 5', 'Content-Length: 4']), statuses: [400], closes: true },
  {
    name: '3.3.10 bcast',
    bytes: response('SIP/2.0 200 OK', [
      'Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923',
      'Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23',
      ...RESPONSE_HEADERS.slice(1),
    ]),
    statuses: [],
  },
  { name: '3.3.11 zeromf', bytes: request('OPTIONS', { maxForwards: 'Max-Forwards: 0' }), statuses: [200] },
  {
    name: `3.3.11 zeromf ${V}`,
    bytes: textMessage({ maxForwards: 'Max-Forwards: 0' }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '3.3.12 cparam01',
    bytes: request('REGISTER', {
      requestLine: 'REGISTER sip:example.org SIP/2.0',
      more: ['Contact: sip:+19725552222@gw1.example.net;unknownparam'],
    }),
    statuses: [405],
  },
  {
    name: '3.3.13 cparam02',
    bytes: request('REGISTER', {
      requestLine: 'REGISTER sip:example.org SIP/2.0',
      more: ['Contact: <sip:+19725552222@gw1.example.net;unknownparam>'],
    }),
    statuses: [405],
  },
  {
    name: '3.3.14 regescrt',
    bytes: request('REGISTER', {
      requestLine: 'REGISTER sip:example.org SIP/2.0',
      more: ['Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>'],
    }),
    statuses: [405],
  },
  {
    name: '3.3.15 sdp01',
    bytes: request('INVITE', {
      more: ['Accept: text/nobodyKnowsThis', 'Content-Type: application/sdp'],
      body: 'v=0\r\n',
    }),
    statuses: [405],
  },
  {
    name: '3.4.1 inv2543',
    bytes: request('INVITE', {
      from: 'From: sip:iuser@example.com',
      via: ['Via: SIP/2.0/UDP iftgw.example.com;branch=z9hG4bKx'],
      contentLength: null,
      body: 'v=0\r\n',
    }),
    statuses: [400],
    closes: true,
  },
  { name: 'ACK is never answered', bytes: request('ACK'), statuses: [] },
  { name: 'CANCEL matches nothing', bytes: request('CANCEL'), statuses: [481] },
  { name: 'BYE matches nothing', bytes: request('BYE', { to: 'To: <sip:bob@example.org>;tag=x' }), statuses: [481] },
  { name: 'PRACK out of the blue', bytes: request('PRACK'), statuses: [405] },
  { name: 'no Via, so nobody could match an answer', bytes: textMessage({ via: [] }), statuses: [] },
  {
    name: 'a NUL in a header',
    bytes: textMessage({ from: 'From: "a\0b" <sip:alice@example.org>;tag=1' }),
    statuses: [400],
  },
  { name: 'a text that is no UTF-8', bytes: textMessage({ body: Uint8Array.from([0xc0, 0xaf]) }), statuses: [400] },
  {
    name: 'a charset that we do not read',
    bytes: request('MESSAGE', { more: ['Content-Type: text/plain;charset=x-unheard-of'], body: 'ż' }),
    statuses: [415],
  },
  {
    name: 'an encoding that we do not read',
    bytes: textMessage({ more: ['Content-Encoding: gzip'] }),
    statuses: [415],
    header: ['Accept-Encoding', 'identity, deflate'],
  },
  {
    name: 'a body that is no deflate stream',
    bytes: textMessage({ more: ['Content-Encoding: deflate'] }),
    statuses: [400],
  },
  { name: 'a body without a type', bytes: request('MESSAGE', { body: 'hello' }), statuses: [400] },
];
