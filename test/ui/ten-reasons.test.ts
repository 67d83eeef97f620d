import { describe, expect, it } from 'vitest';
import { FAILURE_REASONS, type FailureReason } from '../../src/domain/history/failure-reason.ts';
import type { MessageId } from '../../src/domain/history/message-id.ts';
import { GIVE_UP_AFTER_MS } from '../../src/domain/outbox/outbox-policy.ts';
import { outcomeOfStatus } from '../../src/domain/history/failure-reason.ts';
import { english } from '../../src/ui/languages/english.ts';
import { italian } from '../../src/ui/languages/it.ts';
import { createStrings, type Language } from '../../src/ui/languages/strings.ts';
import { linkWarning, linkWords, statusOf } from '../../src/ui/phrases/status-words.ts';
import { createTimeWords } from '../../src/ui/phrases/time-words.ts';
import { BOB, HandsetWorld } from '../support/handset-world.ts';
import { UTC_RULES } from '../../src/domain/time-zone/zone-rules.ts';

/** What the row of the message says at this moment. */
function told(world: HandsetWorld, id: MessageId, language: Language = english): string {
  const strings = createStrings(language);
  const times = createTimeWords(strings, UTC_RULES);
  const { handset } = world;
  const now = { wallMs: handset.wallMs(), ageMs: handset.ageMs() };
  return statusOf(world.row(id), { now, link: handset.state().link, strings, times }).text;
}

const wordsOf = (reason: FailureReason, language: Language = english) => language.texts[`reason.${reason}`];

/** A message that the relay answered with this status, a minute ago. */
async function answeredWith(sipStatus: number): Promise<[HandsetWorld, MessageId]> {
  const world = await HandsetWorld.registered();
  world.link.answer = () => ({ outcome: outcomeOfStatus(sipStatus, null), afterMs: 5 });
  const id = world.send('hello');
  await world.clock.run(60_000);
  return [world, id];
}

/** How each of them comes about, from outside; what is to be read of it on the message. */
const WAYS: Readonly<
  Record<Exclude<FailureReason, 'cancelled'>, readonly (() => Promise<[HandsetWorld, MessageId]>)[]>
> = {
  'no-network': [() => unreachableFor('no-network')],
  'certificate-not-trusted': [() => unreachableFor('certificate-not-trusted')],
  'wrong-server-name': [() => unreachableFor('wrong-server-name')],
  'login-refused': [() => unreachableFor('login-refused'), () => answeredWith(401)],
  'server-fault': [() => unreachableFor('server-fault'), () => answeredWith(500), () => answeredWith(400)],
  'unknown-number': [() => answeredWith(404)],
  'peer-cannot-take-it': [() => answeredWith(480), () => answeredWith(488)],
  'too-long': [() => answeredWith(413)],
  'check-clock': [() => unreachableFor('check-clock')],
  'not-sent-in-12-h': [
    async () => {
      const [world, id] = await unreachableFor('no-network');
      await world.clock.run(GIVE_UP_AFTER_MS);
      return [world, id];
    },
  ],
  'not-delivered-in-72-h': [
    async () => {
      const world = await HandsetWorld.registered();
      const id = world.send('hello');
      await world.clock.run(1_000);
      world.link.deliver({ kind: 'report', from: BOB, about: id, disposition: 'expired' });
      return [world, id];
    },
  ],
};

async function unreachableFor(reason: FailureReason): Promise<[HandsetWorld, MessageId]> {
  const world = await HandsetWorld.registered();
  world.link.lose(reason);
  const id = world.send('hello');
  await world.clock.run(60_000);
  return [world, id];
}

describe.each(FAILURE_REASONS.filter((reason) => reason !== 'cancelled'))('%s', (reason) => {
  it.each(WAYS[reason].map((way, index) => [index + 1, way] as const))(
    'stands on the message in plain words of each language (way %i)',
    async (_number, way) => {
      const [world, id] = await way();
      expect(told(world, id)).toContain(wordsOf(reason));
      expect(told(world, id, italian)).toContain(wordsOf(reason, italian));
    },
  );
});

describe('why the relay cannot be reached', () => {
  const strings = createStrings(english);
  const times = createTimeWords(strings, UTC_RULES);

  it.each(['check-clock', 'certificate-not-trusted', 'wrong-server-name', 'login-refused', 'server-fault'] as const)(
    '(%s) is said on every view while it lasts',
    async (reason) => {
      const [world] = await unreachableFor(reason);
      expect(linkWarning(world.handset.state().link, strings)).toBe(`No relay: ${wordsOf(reason)}`);
      world.link.register();
      expect(linkWarning(world.handset.state().link, strings)).toBe('');
    },
  );

  it('(no-network) is said in the status bar, with the time since when', async () => {
    const [world] = await unreachableFor('no-network');
    const { link } = world.handset.state();
    expect(linkWords(link, strings, times).text).toMatch(/^Unreachable since \d\d:\d\d: no network$/);
    expect(linkWarning(link, strings)).toBe('');
  });

  it('replaces on a waiting message what its last try said, and gives way to it again', async () => {
    const [world, id] = await answeredWith(480);
    expect(told(world, id)).toMatch(/^Waiting: peer cannot take it, sends until/);
    world.link.lose('wrong-server-name');
    expect(told(world, id)).toMatch(/^Waiting: wrong server name, sends until/);
    world.link.register();
    expect(told(world, id)).toMatch(/^Waiting: peer cannot take it, sends until/);
  });

  it('is told with the failure when the 12 h are over, also after a restart', async () => {
    const [world, id] = await unreachableFor('no-network');
    world.crash(1_000);
    world.handset.start();
    await world.clock.run(0);
    world.link.lose('login-refused');
    await world.clock.run(GIVE_UP_AFTER_MS);
    expect(told(world, id)).toBe('Failed: not sent in 12 h (login refused)');
  });
});
