import { afterAll } from 'vitest';
import type { ReceiveVerdict } from '../../src/ports/network/message-link.ts';
import { describeMessageLink, type MessageLinkRig } from '../contract/message-link.contract.ts';
import { ScriptedLink } from '../support/scripted-link.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { eventually } from './support/eventually.ts';
import { ALICE, messageId, text } from './support/link-bench.ts';
import { forMethod, LinkFixture, silent } from './support/link-fixture.ts';
import { message } from './support/wire.ts';

const fixture = new LinkFixture();
afterAll(() => {
  fixture.remove();
});

const VERDICTS: ReadonlyMap<number, ReceiveVerdict> = new Map([
  [200, 'kept'],
  [503, 'unable'],
  [403, 'unwanted'],
]);

let deliveries = 0;

async function openSipLink(): Promise<MessageLinkRig> {
  await fixture.begin();
  const { link } = fixture.bench;
  const arrived = (): number => fixture.server.requests('MESSAGE').length;
  return {
    link,
    text: text('hello'),
    run: (durationMs) => fixture.clock.run(durationMs),
    register: () => eventually('it is registered', () => link.state.kind === 'registered'),
    fallSilent: () => {
      fixture.server.script = forMethod('MESSAGE', silent);
    },
    arrived,
    untilArrived: (count) => eventually('it arrived', () => arrived() === count),
    breakFlow: async () => {
      fixture.server.connection.socket.destroy();
      await eventually('it is noticed', () => link.state.kind !== 'registered');
    },
    deliver: async (body) => {
      const { statusCode } = await fixture.server.connection.ask(
        message({ body, callId: `delivery-${(deliveries += 1)}` }),
      );
      const verdict = VERDICTS.get(statusCode);
      if (verdict === undefined) throw new Error(`answered ${statusCode}`);
      return verdict;
    },
    dispose: () => fixture.end(),
  };
}

function openScriptedLink(): Promise<MessageLinkRig> {
  const clock = new VirtualClock();
  const link = new ScriptedLink(clock);
  return Promise.resolve({
    link,
    text: text('hello'),
    run: (durationMs) => clock.run(durationMs),
    register: async () => {
      await clock.run(0);
      link.register();
    },
    fallSilent: () => {
      link.answer = () => 'silence';
    },
    arrived: () => link.sent.length,
    untilArrived: (count) => eventually('it arrived', () => link.sent.length === count),
    breakFlow: () => {
      link.lose();
      return Promise.resolve();
    },
    deliver: (body) =>
      Promise.resolve(
        link.deliver({
          kind: 'text',
          id: messageId('m'),
          idIfTaken: messageId('m2'),
          from: ALICE,
          body,
          sentAtMs: null,
          wantsDeliveryReport: false,
          wantsReadReport: false,
        }),
      ),
    dispose: () => link.stop(),
  });
}

describeMessageLink('SipMessageLink over TLS', openSipLink);
describeMessageLink('ScriptedLink', openScriptedLink);
