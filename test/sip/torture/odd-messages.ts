import { textMessage, type TortureCase } from './torture-case.ts';

/** Each byte of the text is its character's code, so that it need not be UTF-8. */
const latin1 = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('utf8'), 'latin1');
const taken = { statuses: [200], stored: ['hello'] } as const;
const refused = { statuses: [400] } as const;
const BOSS = 'From: <sip:boss@example.org>;tag=1';

/** What nobody needs may be as odd as it likes (RFC 3261 §8.2.2); what is needed, or could be read in two ways, may not. */
export const ODD_MESSAGES: readonly TortureCase[] = [
  { name: 'a Subject in ISO 8859-1', bytes: latin1(textMessage({ more: ['Subject: caf\u00e9'] })), ...taken },
  {
    name: 'a User-Agent that is no UTF-8',
    bytes: latin1(textMessage({ more: ['User-Agent: \u00c0\u00af\u00ff'] })),
    ...taken,
  },
  { name: 'a NUL in a Subject', bytes: textMessage({ more: ['Subject: a\0b'] }), ...taken },
  {
    name: 'every control character in an unknown header',
    bytes: textMessage({ more: ['X: \x01\x08\x0b\x1f\x7f'] }),
    ...taken,
  },
  { name: 'a line that is no header', bytes: textMessage({ more: ['this is no header', ' and goes on'] }), ...taken },
  {
    name: 'a header whose name is none',
    bytes: latin1(textMessage({ more: ['X\u00dc: y', 'X Y: z', ': a'] })),
    ...taken,
  },
  {
    name: 'two Subjects and two Dates',
    bytes: textMessage({ more: ['s: a', 's: b', 'Date: x', 'Date: y'] }),
    ...taken,
  },
  { name: 'two Expires', bytes: textMessage({ more: ['Expires: 60', 'Expires: 0'] }), ...taken },
  { name: 'a Contact, which a MESSAGE has not, that is none', bytes: textMessage({ more: ['m: <<<>>>"'] }), ...taken },
  {
    name: 'a bare display name in another script',
    bytes: textMessage({ from: 'From: \u017b\u00f3\u0142w \u4e80 <sip:caller@example.net>;tag=1' }),
    ...taken,
  },
  {
    name: 'a display name in ISO 8859-1',
    bytes: latin1(
      textMessage({
        from: 'From: "Jos\u00e9" <sip:caller@example.net>;tag=1',
        to: 'To: Jos\u00e9 <sip:bob@example.org>',
      }),
    ),
    ...taken,
  },
  {
    name: '3.1.1.2 intmeth: control characters that are quoted',
    bytes: textMessage({ to: 'To: "BEL:\\\x07 NUL:\\\0 DEL:\\\x7f" <sip:bob@example.org>' }),
    ...taken,
  },
  {
    name: 'Content-Type with comments',
    bytes: textMessage({ type: 'text/plain (a (b)) ; Charset = "UTF-8" ;' }),
    ...taken,
  },
  { name: 'a NUL in Content-Type', bytes: textMessage({ type: 'text/plain\0' }), ...refused },
  { name: 'a NUL in Require', bytes: textMessage({ more: ['Require: \0'] }), ...refused },
  { name: 'a NUL in a second From', bytes: textMessage({ more: [`${BOSS}\0`] }), ...refused },
  { name: 'a From in a header, after a bare LF', bytes: textMessage({ more: [`X: a\n${BOSS}`] }), ...refused },
  { name: 'a From in a header, after a bare CR', bytes: textMessage({ more: [`X: a\r${BOSS}`] }), ...refused },
  { name: 'a From in no header, after a bare LF', bytes: textMessage({ more: [`a\n${BOSS}`] }), ...refused },
  {
    name: 'a From in what looks like a second start line',
    bytes: textMessage({ requestLine: `MESSAGE sip:bob@example.org SIP/2.0\r\n ${BOSS}` }),
    ...refused,
  },
  {
    name: 'a From where only the display name ends',
    bytes: textMessage({ from: `From: sip:a@b <sip:c@d>;tag=1` }),
    ...refused,
  },
  {
    name: 'a line beyond the limits in front of CSeq',
    bytes: textMessage({ callId: `Subject: ${'s'.repeat(5_000)}\r\nCall-ID: 1` }),
    statuses: [513],
    header: ['CSeq', '8 MESSAGE'],
  },
];
