import { expect, it } from 'vitest';
import type { ClientFlow } from '../../../src/relay/connection/flow.ts';
import { withReceived } from '../../../src/relay/connection/received-from.ts';

const FLOW = { remoteAddress: '192.0.2.7', remotePort: 40_000 } as ClientFlow;
const REST = 'branch=z9hG4bKx';
const SOUND = { damaged: [], isUtf8: true, malformed: null };

/** What becomes of the topmost Via field, which stands behind another header. */
function noted(via: string): string | undefined {
  const headers = [
    { name: 'Max-Forwards', value: '70' },
    { name: 'v', value: via },
    { name: 'Via', value: 'SIP/2.0/TLS second;branch=z9hG4bKy;rport' },
  ];
  const answered = withReceived({ startLine: 'MESSAGE sip:b@x SIP/2.0', headers, ...SOUND }, FLOW).headers;
  expect([answered[0], answered[2]]).toEqual([headers[0], headers[2]]);
  return answered[1]?.value;
}

it.each([
  ['another host', `SIP/2.0/TLS 10.0.0.1;${REST}`, `SIP/2.0/TLS 10.0.0.1;${REST};received=192.0.2.7`],
  ['the same host', `SIP/2.0/TLS 192.0.2.7;${REST}`, `SIP/2.0/TLS 192.0.2.7;${REST}`],
  [
    'a wish for the port',
    `SIP/2.0/TLS 192.0.2.7;rport;${REST}`,
    `SIP/2.0/TLS 192.0.2.7;rport=40000;${REST};received=192.0.2.7`,
  ],
  [
    'a wish for the port at the end, with white space',
    `SIP/2.0/TLS h;${REST}; RPORT`,
    `SIP/2.0/TLS h;${REST};rport=40000;received=192.0.2.7`,
  ],
  ['a port that is known already', `SIP/2.0/TLS h;rport=5;${REST}`, `SIP/2.0/TLS h;rport=5;${REST};received=192.0.2.7`],
  [
    'what an earlier hop noted',
    `SIP/2.0/TLS h;received=203.0.113.9;${REST}`,
    `SIP/2.0/TLS h;received=203.0.113.9;${REST}`,
  ],
  [
    'others in the same field',
    `SIP/2.0/TLS h;${REST}, SIP/2.0/TLS below;branch=z9hG4bKz`,
    `SIP/2.0/TLS h;${REST};received=192.0.2.7, SIP/2.0/TLS below;branch=z9hG4bKz`,
  ],
  ['what cannot be read', 'junk', 'junk'],
])('the topmost Via with %s is noted right', (_, via, expected) => {
  expect(noted(via)).toBe(expected);
});

it('a head without Via stays as it is', () => {
  const head = { startLine: '', headers: [{ name: 'To', value: 'x' }], ...SOUND };
  expect(withReceived(head, FLOW)).toEqual(head);
});
