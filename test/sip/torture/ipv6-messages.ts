import { textMessage, type TortureCase } from './torture-case.ts';

const via = (hop: string): { readonly via: readonly string[] } => ({ via: [`Via: SIP/2.0/TLS ${hop}`] });
const BRANCH = 'branch=z9hG4bKas3-111';

/** RFC 5118 §4: IPv6 addresses in SIP, as they concern a device that takes no session descriptions. */
export const IPV6_MESSAGES: readonly TortureCase[] = [
  {
    name: '5118 4.1 a valid reference',
    bytes: textMessage({ ...via(`[2001:db8::9:1];${BRANCH}`), from: 'From: <sip:caller@[2001:db8::9:1]>;tag=1' }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '5118 4.2 a reference without brackets in the Request-URI',
    bytes: textMessage({ requestLine: 'MESSAGE sip:2001:db8::10 SIP/2.0' }),
    statuses: [400],
  },
  {
    name: '5118 4.2 a reference without brackets in Via',
    bytes: textMessage(via(`2001:db8::9:1;${BRANCH}`)),
    statuses: [400],
  },
  {
    name: '5118 4.3 a port inside the brackets is part of the address',
    bytes: textMessage({ requestLine: 'MESSAGE sip:bob@[2001:db8::10:5070] SIP/2.0' }),
    statuses: [404],
  },
  {
    name: '5118 4.4 a port outside of the brackets',
    bytes: textMessage({ requestLine: 'MESSAGE sip:bob@[2001:db8::10]:5070 SIP/2.0' }),
    statuses: [404],
  },
  {
    name: '5118 4.5 received in brackets',
    bytes: textMessage(via(`[2001:db8::9:1];received=[2001:db8::9:255];${BRANCH}`)),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '5118 4.5 received without brackets',
    bytes: textMessage(via(`[2001:db8::9:1];received=2001:db8::9:255;${BRANCH}`)),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '5118 4.8 several addresses in one header',
    bytes: textMessage({
      via: [`Via: SIP/2.0/TLS [2001:db8::9:1]:6050;${BRANCH}, SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKb`],
    }),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '5118 4.9 an address that holds an IPv4 address',
    bytes: textMessage(via(`[::ffff:192.0.2.10]:19823;${BRANCH}`)),
    statuses: [200],
    stored: ['hello'],
  },
  {
    name: '5118 4.10 a reference with a bug: two double colons',
    bytes: textMessage({ from: 'From: <sip:caller@[2001:db8:::192.0.2.1]>;tag=1' }),
    statuses: [400],
  },
];
