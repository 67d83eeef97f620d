import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FrameHead } from '../../../src/wire/framing/frame.ts';
import { examineRequest } from '../../../src/wire/gate/request-gate.ts';
import {
  MAX_OPEN_TRANSACTIONS,
  RequestServer,
  type ReceivedRequest,
} from '../../../src/sip/transaction/request-server.ts';
import { TransactionCore } from '../../../src/sip/transaction/transaction-core.ts';
import { TestRandom } from '../support/link-bench.ts';
import { frameOf, message, type MessageLines } from '../support/wire.ts';

const POLICY = {
  role: 'endpoint',
  methods: ['INVITE', 'MESSAGE'],
  extensions: [],
  content: null,
  isOwn: null,
} as const;
const random = new TestRandom();
let sent: string[];
let core: TransactionCore;
let server: RequestServer;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  const send = (bytes: string | Uint8Array): boolean => sent.push(Buffer.from(bytes).toString()) > 0;
  core = new TransactionCore({ random, send });
  server = new RequestServer({ core, random, send });
});
afterEach(() => {
  core.dispose();
  vi.useRealTimers();
});

const lines = (): readonly string[] =>
  sent.map(
    (text) => `${/^SIP\/2.0 ([0-9]+)/.exec(text)?.[1] ?? ''} ${/^CSeq: [0-9]+ (.*)$/m.exec(text)?.[1]?.trim() ?? ''}`,
  );
const request = (method: string, parts: MessageLines = {}): FrameHead =>
  frameOf(
    message({ startLine: `${method} sip:bob@example.org SIP/2.0`, cseq: `1 ${method}`, extra: [], body: '', ...parts }),
  );
/** False when there is nothing left to answer. */
function begin(head: FrameHead): { readonly received: ReceivedRequest; readonly isNew: boolean } {
  const verdict = examineRequest({ ...head, body: new Uint8Array(0) }, POLICY);
  if (verdict.kind !== 'pass') throw new Error('the gate refused it');
  const received = server.receive(head);
  return { received, isNew: received.begin(verdict.request) };
}

test('an INVITE that waits for its answer is ended by a CANCEL: 200 for that, 487 for the INVITE', () => {
  const { received, isNew } = begin(request('INVITE'));
  expect([isNew, sent]).toEqual([true, []]);
  expect(begin(request('CANCEL')).isNew).toBe(false);
  expect(lines()).toEqual(['200 CANCEL', '487 INVITE']);
  received.answer({ statusCode: 200, reason: 'OK' });
  expect(begin(request('ACK')).isNew).toBe(false);
  expect(lines()).toEqual(['200 CANCEL', '487 INVITE']);
});

test('a MESSAGE that is sent again while it waits for its answer is answered once', () => {
  const { received } = begin(request('MESSAGE'));
  expect(begin(request('MESSAGE')).isNew).toBe(false);
  received.answer({ statusCode: 200, reason: 'OK' });
  received.answer({ statusCode: 503, reason: 'Service Unavailable' });
  expect(lines()).toEqual(['200 MESSAGE']);
});

test('a transaction is over with the answer to a MESSAGE, at the ACK to a refused INVITE, and 32 s after one that gets none', () => {
  begin(request('MESSAGE')).received.answer({ statusCode: 200, reason: 'OK' });
  begin(request('INVITE', { callId: 'acknowledged' })).received.answer({ statusCode: 486, reason: 'Busy Here' });
  begin(request('INVITE', { callId: 'forgotten' })).received.answer({ statusCode: 486, reason: 'Busy Here' });
  begin(request('ACK', { callId: 'acknowledged' }));
  expect(core.userAgentServers.size).toBe(3);
  vi.advanceTimersByTime(1);
  expect(core.userAgentServers.size).toBe(1);
  vi.advanceTimersByTime(31_998);
  expect(core.userAgentServers.size).toBe(1);
  vi.advanceTimersByTime(1);
  expect(core.userAgentServers.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('no more transactions are open than the limit; further requests are answered without one', () => {
  for (let at = 0; at < MAX_OPEN_TRANSACTIONS + 10; at += 1) {
    begin(request('INVITE', { callId: `i${at}` })).received.answer({ statusCode: 486, reason: 'Busy Here' });
  }
  expect(core.userAgentServers.size).toBe(MAX_OPEN_TRANSACTIONS);
  expect(sent).toHaveLength(MAX_OPEN_TRANSACTIONS + 10);
});

test('the end of the flow ends its transactions', () => {
  begin(request('INVITE')).received.answer({ statusCode: 486, reason: 'Busy Here' });
  core.dispose();
  expect([core.userAgentServers.size, vi.getTimerCount()]).toEqual([0, 0]);
});
