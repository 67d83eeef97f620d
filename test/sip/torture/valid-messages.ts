import { request, textMessage, type TortureCase } from './torture-case.ts';

const SDP =
  'v=0\r\no=mhandley 29739 7272939 IN IP4 192.0.2.3\r\ns=-\r\nc=IN IP4 192.0.2.4\r\nt=0 0\r\nm=audio 49217 RTP/AVP 0\r\n';
const UNUSUAL_USER = "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*";
const LONG = 'really'.repeat(40);
const tortuousLines = [
  'TO :',
  ' sip:bob@example.org ;   tag    = 1918181833n',
  'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
  '  ;',
  '  tag = 98asjd8',
  'MaX-fOrWaRdS: 0068',
  'Call-ID: wsinv.ndaksdj@192.0.2.1',
  'cseq: 0009',
  '  INVITE',
  'Via  : SIP  /   2.0',
  ' /UDP',
  '    192.0.2.2;branch=390skdjuw',
  's :',
  'NewFangledHeader:   newfangled value',
  ' continued newfangled value',
  'UnknownHeaderWithUnusualValue: ;;,,;;,;',
  'Content-Type: application/sdp',
  'Route:',
  ' <sip:services.example.com;lr;unknownwith=value;unknown-no-value>',
  'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
  '  branch  =   z9hG4bK9ikj8  ,',
  ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
  ' z9hG4bK30239',
  'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
  '      newvalue ;',
  '  secondparam ; q = 0.33',
];
const tortuous = (startLine: string, lines: readonly string[], body: string): Buffer =>
  Buffer.from(`${[startLine, ...lines, `l  : ${body.length}`].join('\r\n')}\r\n\r\n${body}`);
const tortuousText = tortuousLines.map((line) =>
  line.replace('INVITE', 'MESSAGE').replace('application/sdp', 'text/plain').replace(' ;   tag    = 1918181833n', ''),
);
const multipart = Buffer.concat([
  Buffer.from('--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a9cbec02ceef655\r\n\r\n'),
  Buffer.from([0x30, 0x82, 0x00, 0xff, 0xfe, 0x0d, 0x0a]),
  Buffer.from('\r\n--7a9cbec02ceef655--\r\n'),
]);

/** RFC 4475 §3.1.1: what a correct element must understand. */
export const VALID_MESSAGES: readonly TortureCase[] = [
  {
    name: '3.1.1.1 wsinv',
    bytes: tortuous('INVITE sip:bob@example.org;unknownparam SIP/2.0', tortuousLines, SDP),
    statuses: [481],
  },
  {
    name: '3.1.1.1 wsinv V',
    bytes: tortuous('MESSAGE sip:bob@example.org;unknownparam SIP/2.0', tortuousText, 'hello'),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '3.1.1.2 intmeth',
    bytes: request('x', {
      requestLine: `!interesting-Method0123456789_*+\`.%indeed'~ sip:${UNUSUAL_USER}:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.org SIP/2.0`,
      to: 'To: "BEL:\\\x07 NUL:\\\0 DEL:\\\x7f" <sip:1_unusual@example.com>',
      from: "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"\u0440\u0430\";tag=_token~1'+`*%!-.",
      cseq: "CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~",
      more: ["extensionHeader-!.%*+_`'~:\uFEFF\u5927\u505C\u96FB"],
    }),
    statuses: [501],
  },
  {
    name: '3.1.1.3 esc01',
    bytes: textMessage({
      requestLine: 'MESSAGE sip:sips%3Abob%40example.org@example.org SIP/2.0',
      from: 'From: <sip:I%20have%20spaces@example.net>;tag=938',
    }),
    statuses: [404],
  },
  {
    name: '3.1.1.3 esc01 V',
    bytes: textMessage({
      requestLine: 'MESSAGE sip:%62%6Fb@example.org SIP/2.0',
      from: 'From: <sip:I%20have%20spaces@example.net>;tag=938',
    }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '3.1.1.4 escnull',
    bytes: request('REGISTER', {
      requestLine: 'REGISTER sip:example.org SIP/2.0',
      to: 'To: sip:null-%00-null@example.org',
      from: 'From: sip:null-%00-null@example.org;tag=839923423',
      more: ['Contact: <sip:%00@host5.example.com>', 'Contact: <sip:%00%00@host5.example.com>'],
    }),
    statuses: [405],
  },
  {
    name: '3.1.1.4 escnull V: nobody may be called NUL',
    bytes: textMessage({ from: 'From: <sip:alice%00bob@example.org>;tag=1' }),
    statuses: [400],
  },
  {
    name: '3.1.1.5 esc02',
    bytes: request('RE%47IST%45R', {
      requestLine: 'RE%47IST%45R sip:registrar.example.com SIP/2.0',
      more: ['C%6Fntact: <sip:alias1@host1.example.com>', 'Contact: <sip:alias%32@host1.example.com>'],
    }),
    statuses: [501],
  },
  {
    name: '3.1.1.6 lwsdisp',
    bytes: request('OPTIONS', { from: 'From: caller<sip:caller@example.com>;tag=323' }),
    statuses: [200],
  },
  {
    name: '3.1.1.6 lwsdisp V',
    bytes: textMessage({ from: 'From: caller<sip:caller@example.com>;tag=323' }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '3.1.1.7 longreq',
    bytes: request('INVITE', {
      to: `To: "I have a user name of ${LONG} proportion"<sip:bob@example.org:6000;unknownparam1=${LONG};longparam=${LONG}>`,
    }),
    statuses: [405],
  },
  {
    name: '3.1.1.7 longreq V',
    bytes: textMessage({
      to: `To: "I have a user name of ${LONG} proportion"<sip:bob@example.org:6000;unknownparam1=${LONG};longparam=${LONG}>`,
      from: `F: sip:${LONG}@example.net;tag=12${LONG}982424;unknownheaderparam${LONG}name=unknown${LONG}value`,
      callId: `Call-ID: longreq.one${LONG}longcallid`,
      more: [`Unknown-${LONG}: ${LONG}`, `Contact: <sip:amazinglylongcallernumber@host5.example.net;${LONG}=1>`],
      via: Array.from({ length: 20 }, (_, at) => `v: SIP/2.0/TCP sip${at}.example.com;branch=z9hG4bK.${LONG}${at}`),
    }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '3.1.1.7 longreq V: as it stands, without a branch in the topmost Via',
    bytes: textMessage({
      via: ['v: SIP/2.0/TCP sip33.example.com', 'v: SIP/2.0/TCP sip32.example.com;branch=z9hG4bKkdjuw'],
    }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '3.1.1.7 longreq V: a repetition without a branch is a repetition, and another text is not',
    bytes: Buffer.concat([
      textMessage({ via: ['v: SIP/2.0/TCP sip33.example.com'] }),
      textMessage({ via: ['v: SIP/2.0/TCP sip33.example.com'] }),
      textMessage({ via: ['v: SIP/2.0/TCP sip33.example.com'], callId: 'Call-ID: another', body: 'another' }),
    ]),
    statuses: [200, 200, 200],
    stored: ['hello', 'another'],
  },
  {
    name: '3.1.1.7 longreq V: a Call-ID of 512 characters',
    bytes: textMessage({ callId: `Call-ID: ${'x'.repeat(512)}` }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '3.1.1.8 dblreq: on a stream the tail is a message',
    bytes: Buffer.concat([
      request('REGISTER', { requestLine: 'REGISTER sip:example.org SIP/2.0' }),
      request('INVITE', { body: SDP, more: ['Content-Type: application/sdp'] }),
    ]),
    statuses: [405, 405],
  },
  {
    name: '3.1.1.9 semiuri',
    bytes: request('OPTIONS', { requestLine: 'OPTIONS sip:bob;par=u%40example.net@example.org SIP/2.0' }),
    statuses: [404],
  },
  {
    name: '3.1.1.10 transports',
    bytes: request('OPTIONS', {
      via: ['UDP', 'SCTP', 'TLS', 'UNKNOWN', 'TCP'].map(
        (transport, at) => `Via: SIP/2.0/${transport} t${at}.example.com;branch=z9hG4bKkdjuw${at}`,
      ),
    }),
    statuses: [200],
  },
  {
    name: '3.1.1.11 mpart01',
    bytes: request('MESSAGE', { more: ['Content-Type: multipart/mixed;boundary=7a9cbec02ceef655'], body: multipart }),
    statuses: [415],
    header: ['Accept', 'text/plain, message/cpim, message/imdn+xml'],
  },
];
