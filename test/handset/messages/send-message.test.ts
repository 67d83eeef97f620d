import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import { GIVE_UP_AFTER_MS, MAX_UNFINISHED } from '../../../src/domain/outbox/outbox-policy.ts';
import { address, BOB, CAROL, HandsetWorld } from '../../support/handset-world.ts';
import { ACCEPTED } from '../../support/scripted-link.ts';

const HOUR_MS = 3_600_000;

describe('Enter', () => {
  it('has the message on disk before the first byte goes out', async () => {
    const world = await HandsetWorld.registered();
    let onDisk: string | undefined;
    world.link.answer = (message) => {
      onDisk = message.kind === 'text' ? world.store.messages.findOutgoing(message.id, BOB)?.status : undefined;
      return { outcome: ACCEPTED, afterMs: 5 };
    };
    world.send('hello');
    expect(onDisk).toBe('sending');
    expect(world.link.bodies).toEqual(['hello']);
  });

  it('begins the first try before it returns', async () => {
    const world = await HandsetWorld.registered();
    world.send('hello');
    expect(world.link.inFlight).toEqual([BOB]);
  });

  it('hands the message to the link before it spends time on lamp and screen', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => {
      world.journal.push('on its way');
      return { outcome: ACCEPTED, afterMs: 5 };
    };
    world.send('hello');
    expect(world.journal).toEqual(['on its way', 'led on-its-way', 'eventChanged']);
  });

  it('tells of each status, with the row durable', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    expect(world.status(id)).toBe('sending');
    await world.clock.run(5);
    expect(world.status(id)).toBe('enqueued');
    expect(world.journal).toEqual(['led on-its-way', 'eventChanged', 'eventChanged']);
    expect(world.handset.steps(world.row(id).sequence).map(({ kind }) => kind)).toEqual([
      'composed',
      'try',
      'accepted',
    ]);
  });

  it('gives each message an id of its own', async () => {
    const world = await HandsetWorld.registered();
    const ids = ['one', 'two', 'two'].map((body) => world.send(body));
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22}$/);
  });

  it.each([false, true])('asks for a read report only when the owner opted in (%s)', async (readReports) => {
    const world = await HandsetWorld.registered(readReports);
    world.send('hello');
    expect(world.link.sent[0]?.message).toMatchObject({ wantsReadReport: readReports });
  });

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['a'.repeat(161), 'too-long'],
    ['👍'.repeat(151), 'too-long'],
  ])('refuses %j', async (body, reason) => {
    const world = await HandsetWorld.registered();
    expect(world.handset.send(BOB, body)).toEqual({ ok: false, error: reason });
    expect(world.link.sent).toEqual([]);
    expect(world.store.messages.lastOutgoing()).toBeNull();
  });

  it('throws for a text that no key can have typed', async () => {
    const world = await HandsetWorld.registered();
    expect(() => world.handset.send(BOB, 'a\u202eb')).toThrow(RangeError);
  });

  it('refuses more than a thousand unfinished messages, and none of the thousand is lost', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    for (let index = 0; index < MAX_UNFINISHED; index += 1) world.send(`${index}`, address(`peer${index % 50}`));
    expect(world.handset.send(BOB, 'one more')).toEqual({ ok: false, error: 'outbox-full' });
    await world.clock.run(61_000);
    world.link.register();
    await world.clock.run(60_000);
    expect(world.store.messages.unfinishedOutgoing()).toEqual([]);
    expect(new Set(world.link.bodies).size).toBe(MAX_UNFINISHED);
    expect(world.handset.send(BOB, 'one more').ok).toBe(true);
  });
});

describe('without a network', () => {
  it('waits after a minute, and is sent when the handset registers', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    const id = world.send('hello');
    await world.clock.run(60_000);
    expect(world.status(id)).toBe('waiting');
    expect(world.row(id).tries).toBe(5);
    expect(world.link.triesWithoutFlow).toBe(5);
    world.link.register();
    await world.clock.run(10);
    expect(world.status(id)).toBe('enqueued');
  });

  it.each([
    [
      'a keep-alive is answered',
      (world: HandsetWorld) => {
        world.link.answerKeepAlive();
      },
    ],
    [
      'the handset registers again',
      (world: HandsetWorld) => {
        world.link.register();
      },
    ],
    ['another message is sent', (world: HandsetWorld) => void world.send('other', CAROL)],
  ])('a waiting message is tried when %s', async (_what, trigger) => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => 'silence';
    const id = world.send('hello');
    await world.clock.run(60_000);
    expect(world.status(id)).toBe('waiting');
    await world.clock.run(HOUR_MS);
    world.link.answer = () => ({ outcome: ACCEPTED, afterMs: 5 });
    expect(world.status(id)).toBe('waiting');
    trigger(world);
    await world.clock.run(5);
    expect(world.status(id)).toBe('enqueued');
  });

  it('warns an hour before it gives up, and one key sends it again', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    const id = world.send('hello');
    await world.clock.run(11 * HOUR_MS - 1);
    expect(world.events.some(({ kind }) => kind === 'givingUpSoon')).toBe(false);
    await world.clock.run(1);
    const warning = world.events.find((event) => event.kind === 'givingUpSoon');
    expect(warning).toMatchObject({ peer: BOB, sequence: world.row(id).sequence });
    expect(world.journal).toContain('buzz failure');
    expect(world.handset.resend(id)).toEqual({ ok: true, value: undefined });
    expect(world.status(id)).toBe('sending');
    await world.clock.run(2 * HOUR_MS);
    expect(world.status(id)).toBe('waiting');
    expect(world.row(id).giveUpAtAgeMs).toBe(23 * HOUR_MS);
  });

  it('fails at 12 h with LED and sound, and can be sent again under the same id', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    const id = world.send('hello');
    await world.clock.run(GIVE_UP_AFTER_MS - 1);
    expect(world.status(id)).toBe('waiting');
    await world.clock.run(1);
    expect(world.status(id)).toBe('failed: not-sent-in-12-h');
    expect(world.led).toBe('failed');
    world.link.register();
    await world.clock.run(10);
    expect(world.link.bodies).toEqual([]);
    world.handset.resend(id);
    await world.clock.run(10);
    expect(world.link.sent.map(({ message }) => message.kind === 'text' && message.id)).toEqual([id]);
    expect(world.status(id)).toBe('enqueued');
    expect(world.led).toBe('on-its-way');
  });
});

describe('a Retry-After', () => {
  it('holds over keep-alives and refreshes, but not beyond a new flow', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({
      outcome: { kind: 'unanswered', sipStatus: 480, reason: 'peer-cannot-take-it', retryAfterMs: HOUR_MS },
      afterMs: 5,
    });
    world.send('hello');
    await world.clock.run(60_000);
    world.link.answerKeepAlive();
    world.link.register();
    await world.clock.run(60_000);
    expect(world.link.bodies).toHaveLength(1);
    world.link.lose();
    world.link.register();
    await world.clock.run(10);
    expect(world.link.bodies).toHaveLength(2);
  });
});

describe('the owner who sends or sends again', () => {
  it('does not wait for the end of a back-off when there was no network', async () => {
    const world = await HandsetWorld.registered();
    world.link.lose('no-network');
    const id = world.send('hello');
    expect(world.link.reconnectsAsked).toBe(1);
    world.handset.resend(id);
    expect(world.link.reconnectsAsked).toBe(2);
  });

  it.each(['login-refused', 'server-fault', 'certificate-not-trusted', 'wrong-server-name'] as const)(
    'leaves a server that was reached its pace: %s',
    async (reason) => {
      const world = await HandsetWorld.registered();
      world.link.lose(reason);
      world.send('hello');
      expect(world.link.reconnectsAsked).toBe(0);
    },
  );

  it('asks for no other flow while there is one', async () => {
    const world = await HandsetWorld.registered();
    world.send('hello');
    expect(world.link.reconnectsAsked).toBe(0);
  });
});

describe('resend', () => {
  it('does nothing for a message that the relay has', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    await world.clock.run(5);
    expect(world.handset.resend(id).ok).toBe(true);
    await world.clock.run(60_000);
    expect(world.link.bodies).toEqual(['hello']);
  });

  it('refuses a message whose text was blanked', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({ outcome: { kind: 'refused', sipStatus: 404, reason: 'unknown-number' }, afterMs: 5 });
    const id = world.send('hello');
    await world.clock.run(5);
    const blanked = { ...world.row(id), body: '', blanked: true };
    world.store.messages.findOutgoing = () => blanked;
    expect(world.handset.resend(id)).toEqual({ ok: false, error: 'empty' });
    expect(world.link.sent).toHaveLength(1);
  });

  it('refuses a failed message when a thousand others are unfinished', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({ outcome: { kind: 'refused', sipStatus: 404, reason: 'unknown-number' }, afterMs: 5 });
    const failed = world.send('hello');
    await world.clock.run(5);
    world.link.lose();
    const waiting = world.send('0');
    for (let index = 1; index < MAX_UNFINISHED; index += 1) world.send(`${index}`, address(`peer${index % 50}`));
    expect(world.handset.resend(failed)).toEqual({ ok: false, error: 'outbox-full' });
    expect(world.handset.resend(waiting).ok).toBe(true);
  });

  it('throws for a message that was never sent', async () => {
    const world = await HandsetWorld.registered();
    expect(() => world.handset.resend('nobody' as never)).toThrow(RangeError);
  });
});

describe('cancelling', () => {
  async function waiting(): Promise<{ readonly world: HandsetWorld; readonly id: MessageId }> {
    const world = await HandsetWorld.registered();
    world.link.lose();
    const id = world.send('hello');
    await world.clock.run(60_000);
    expect(world.status(id)).toBe('waiting');
    return { world, id };
  }

  it('a waiting message ends it for good, and tells the screen', async () => {
    const { world, id } = await waiting();
    const { sequence } = world.row(id);
    world.events.length = 0;
    expect(world.handset.cancel(id)).toEqual({ ok: true, value: undefined });
    expect(world.status(id)).toBe('failed: cancelled');
    expect(world.events).toContainEqual(expect.objectContaining({ sequence }));
    world.link.register();
    await world.clock.run(60_000);
    expect(world.link.bodies).toEqual([]);
    expect(world.handset.steps(sequence).at(-1)).toMatchObject({ kind: 'failed', reason: 'cancelled' });
  });

  it('is no failure to be told by LED or sound', async () => {
    const { world, id } = await waiting();
    world.journal.length = 0;
    world.handset.cancel(id);
    await world.clock.run(1_000);
    expect(world.journal.filter((line) => /^(?:led|buzzer) /.test(line))).toEqual([]);
  });

  it('holds over a restart', async () => {
    const { world, id } = await waiting();
    world.handset.cancel(id);
    world.crash(1_000);
    world.handset.start();
    world.link.register();
    await world.clock.run(60_000);
    expect(world.status(id)).toBe('failed: cancelled');
    expect(world.led).not.toBe('failed');
    expect(world.link.bodies).toEqual([]);
  });

  it('can be taken back: it is sent again', async () => {
    const { world, id } = await waiting();
    world.handset.cancel(id);
    world.link.register();
    expect(world.handset.resend(id).ok).toBe(true);
    await world.clock.run(5);
    expect(world.status(id)).toBe('enqueued');
  });

  it('does nothing to what the relay has, and throws for what was never sent', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    await world.clock.run(5);
    expect(world.handset.cancel(id).ok).toBe(true);
    expect(world.status(id)).toBe('enqueued');
    expect(() => world.handset.cancel('nobody' as never)).toThrow(RangeError);
  });
});

describe('a refusal', () => {
  it('is told with its reason, by LED and by sound', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({ outcome: { kind: 'refused', sipStatus: 404, reason: 'unknown-number' }, afterMs: 5 });
    const id = world.send('hello');
    await world.clock.run(5);
    expect(world.status(id)).toBe('failed: unknown-number');
    expect(world.journal).toEqual(['led on-its-way', 'eventChanged', 'led failed', 'buzz failure', 'eventChanged']);
  });

  it('sounds once when a report told it before the answer came', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => 'silence';
    const id = world.send('hello');
    await world.clock.run(1_000);
    world.link.deliver({ kind: 'report', from: BOB, about: id, disposition: 'failed' });
    await world.clock.run(60_000);
    expect(world.handset.steps(world.row(id).sequence).map(({ kind }) => kind)).toEqual(['composed', 'failed', 'try']);
    expect(world.journal.filter((line) => line === 'buzz failure')).toHaveLength(1);
  });

  it('is told by the LED until it was seen, whatever was sent after it', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = (message) =>
      message.to === BOB
        ? { outcome: { kind: 'refused', sipStatus: 404, reason: 'unknown-number' }, afterMs: 50 }
        : { outcome: ACCEPTED, afterMs: 5 };
    world.send('old', BOB);
    world.send('new', CAROL);
    await world.clock.run(100);
    expect(world.led).toBe('failed');
    expect(world.handset.state().notSent).toBe(1);
    expect(world.handset.unsent()).toMatchObject([{ peer: BOB, status: 'failed' }]);
    world.crash(1_000);
    world.handset.start();
    expect(world.led).toBe('failed');
    world.handset.markRead(CAROL, 99);
    expect(world.led).toBe('failed');
    world.handset.markRead(BOB, 99);
    expect(world.led).toBe('on-its-way');
    expect(world.handset.state()).toMatchObject({ notSent: 0, unread: 0 });
    expect(world.handset.unsent()).toEqual([]);
  });
});

it('a link that breaks its promise and rejects does not keep the message in flight for ever', async () => {
  const world = await HandsetWorld.registered();
  const send = world.link.send.bind(world.link);
  world.link.send = () => Promise.reject(new Error('bug'));
  const id = world.send('hello');
  await world.clock.run(100);
  expect(world.log).toContainEqual({ level: 'error', code: 'outbox.link-rejected' });
  world.link.send = send;
  await world.clock.run(5_000);
  expect(world.status(id)).toBe('enqueued');
});
