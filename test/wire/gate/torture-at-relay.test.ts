import { expect, test } from 'vitest';
import { FrameReader } from '../../../src/wire/framing/frame-reader.ts';
import type { GatePolicy } from '../../../src/wire/gate/gate-policy.ts';
import { examineRequest } from '../../../src/wire/gate/request-gate.ts';
import { isResponse } from '../../../src/wire/gate/response-gate.ts';
import { INVALID_MESSAGES } from '../../sip/torture/invalid-messages.ts';
import { ODD_MESSAGES } from '../../sip/torture/odd-messages.ts';
import { VALID_MESSAGES } from '../../sip/torture/valid-messages.ts';

const RELAY: GatePolicy = {
  role: 'relay',
  methods: ['REGISTER', 'MESSAGE', 'OPTIONS'],
  extensions: [],
  content: null,
  isOwn: null,
};

/**
 * Where a relay's gate does not say what the handset says: it takes REGISTER, leaves bodies to the recipient and
 * addresses to its routing, counts hops, and has no transactions.
 */
const OTHERWISE: Readonly<Record<string, readonly (number | 'pass')[]>> = {
  '3.1.1.3 esc01': ['pass'],
  '3.1.1.4 escnull': ['pass'],
  '3.1.1.4 escnull V: nobody may be called NUL': ['pass'],
  '3.1.1.8 dblreq: on a stream the tail is a message': ['pass', 405],
  '3.1.1.9 semiuri': ['pass'],
  '3.1.1.11 mpart01': ['pass'],
  '3.1.2.13 regbadct': ['pass'],
  '3.2.1 badbranch': ['pass'],
  '3.3.4 unksm2': ['pass'],
  '3.3.4 unksm2 V': ['pass'],
  '3.3.6 invut V': ['pass'],
  '3.3.7 regaut01': ['pass'],
  '3.3.11 zeromf': [483],
  '3.3.11 zeromf V': [483],
  '3.3.12 cparam01': ['pass'],
  '3.3.13 cparam02': ['pass'],
  '3.3.14 regescrt': ['pass'],
  'CANCEL matches nothing': [405],
  'no Via, so nobody could match an answer': [400],
  'a text that is no UTF-8': ['pass'],
  'a charset that we do not read': ['pass'],
  'an encoding that we do not read': ['pass'],
  'a body that is no deflate stream': ['pass'],
};

function verdictsOn(bytes: Buffer): readonly (number | 'pass')[] {
  return new FrameReader({ role: 'server' }).push(bytes).flatMap((event) => {
    if (event.kind === 'fault') return [event.fault.status];
    if (event.kind !== 'frame' || isResponse(event.frame.startLine)) return [];
    const verdict = examineRequest(event.frame, RELAY);
    if (verdict.kind === 'discard') return [];
    return [verdict.kind === 'pass' ? ('pass' as const) : verdict.refusal.status];
  });
}

test.each([...VALID_MESSAGES, ...INVALID_MESSAGES, ...ODD_MESSAGES].map((one) => [one.name, one] as const))(
  'RFC 4475 at the relay: %s',
  (name, { bytes, statuses }) => {
    const expected = OTHERWISE[name] ?? statuses.map((status) => (status === 200 ? ('pass' as const) : status));
    expect(verdictsOn(bytes)).toEqual(expected);
  },
);

test('every exception is that of a message', () => {
  const names = [...VALID_MESSAGES, ...INVALID_MESSAGES].map(({ name }) => name);
  expect(Object.keys(OTHERWISE).filter((name) => !names.includes(name))).toEqual([]);
});
