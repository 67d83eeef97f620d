import { expect, it } from 'vitest';
import type { TryOutcome } from '../../src/domain/history/failure-reason.ts';
import { epochMs } from '../../src/domain/time.ts';
import type { MessageId } from '../../src/domain/history/message-id.ts';
import type { MessageLinkListener, OutgoingText } from '../../src/ports/network/message-link.ts';
import { BOB } from './handset-world.ts';
import { ACCEPTED, ScriptedLink } from './scripted-link.ts';
import { VirtualClock } from './virtual-clock.ts';

const TEXT: OutgoingText = {
  kind: 'text',
  id: 'id' as MessageId,
  to: BOB,
  body: 'hello',
  composedAtMs: epochMs(0),
  wantsReadReport: false,
};
const NO_FLOW = { kind: 'unanswered', sipStatus: null, reason: 'no-network', retryAfterMs: null };

async function started(): Promise<{ clock: VirtualClock; link: ScriptedLink; told: string[] }> {
  const clock = new VirtualClock();
  const link = new ScriptedLink(clock);
  const told: string[] = [];
  const listener: MessageLinkListener = {
    stateChanged: ({ kind }) => void told.push(kind),
    registered: () => void told.push('registered()'),
    keepAliveAnswered: () => void told.push('keep-alive'),
    otherDevices: () => undefined,
    isKnown: () => true,
    received: () => 'kept',
  };
  link.start(listener);
  expect(told).toEqual([]);
  await clock.run(0);
  return { clock, link, told };
}

/** Notes the outcome when it comes; null while the try is in flight. */
function watch(sending: Promise<TryOutcome>): { outcome: TryOutcome | null } {
  const seen: { outcome: TryOutcome | null } = { outcome: null };
  void sending.then((outcome) => {
    seen.outcome = outcome;
  });
  return seen;
}

it('tells its state, and registers when the test says so', async () => {
  const { link, told } = await started();
  link.register();
  link.register();
  link.answerKeepAlive();
  expect(told).toEqual(['connecting', 'registered', 'registered()', 'registered()', 'keep-alive']);
});

it('settles at once without a registered flow, and hands nothing to the relay', async () => {
  const { link } = await started();
  expect(await link.send(TEXT)).toEqual(NO_FLOW);
  expect(link.sent).toEqual([]);
});

it('answers as scripted, and ends a try after 12 s when the relay is silent', async () => {
  const { clock, link } = await started();
  link.register();
  const answered = watch(link.send(TEXT));
  link.answer = () => 'silence';
  const silent = watch(link.send(TEXT));
  await clock.run(5);
  expect(answered.outcome).toEqual(ACCEPTED);
  await clock.run(11_994);
  expect(silent.outcome).toBeNull();
  await clock.run(1);
  expect(silent.outcome?.kind).toBe('unanswered');
});

it('settles what is in flight when the flow is lost or stopped', async () => {
  const { clock, link } = await started();
  link.answer = () => 'silence';
  link.register();
  const lost = watch(link.send(TEXT));
  link.lose();
  await clock.run(0);
  expect(lost.outcome).toEqual(NO_FLOW);
  link.register();
  const stopped = watch(link.send(TEXT));
  await link.stop();
  await clock.run(0);
  expect(stopped.outcome).toEqual(NO_FLOW);
  expect(clock.pendingTimers).toBe(0);
});
