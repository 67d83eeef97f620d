import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contact } from '../../src/domain/contact.ts';
import type { OutgoingMove } from '../../src/domain/outbox/transition.ts';
import { FAILURE_REASONS } from '../../src/domain/history/failure-reason.ts';
import { STANDINGS } from '../../src/domain/standing.ts';
import { deviceAgeMs, epochMs } from '../../src/domain/time.ts';
import type { HandsetStore } from '../../src/store/handset/handset-store.ts';
import { createMemoryHandsetStore } from '../support/memory-store/memory-handset-store.ts';
import { openHandsetStore } from '../../src/store/handset/open-handset-store.ts';
import { messageId, peer, valueOf } from '../support/store-fixtures.ts';
import { STORE_KEY } from '../store/database/store-key.ts';

const PEERS = ['ann', 'bob', 'żółw'].map(peer);
const IDS = ['i1', 'i2', 'i3', 'i4', 'i5', 'i6'].map(messageId);

/** Does the same to either store and gives back what it answered, thrown errors included. */
type Step = (store: HandsetStore) => unknown;

const anyPeer = fc.constantFrom(...PEERS);
const anyId = fc.constantFrom(...IDS);
// Few words, so that filters hit and ids conflict; and anything that UTF-8 can hold.
const text = fc.oneof(
  fc.constantFrom(
    '',
    'ok',
    'See you at NINE',
    'İstanbul ΣΊΣΥΦΟΣ',
    'straße "100%" _',
    'a\0b',
    '👩‍👩‍👧 e\u0301',
    'x'.repeat(600),
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => value.isWellFormed()),
);
const atMs = fc.nat({ max: 5_000 }).map(epochMs);
const sequence = fc.nat({ max: 30 });

const addOutgoing = fc.record({ id: anyId, peer: anyPeer, body: text, composedAtMs: atMs }).map(
  (message): Step =>
    (store) =>
      store.messages.addOutgoing({ ...message, giveUpAtAgeMs: deviceAgeMs(message.composedAtMs + 0.25) }),
);
const reason = fc.constantFrom(...FAILURE_REASONS);
const tries = fc.nat({ max: 9 });
const cause = fc.option(reason, { nil: null });
const anyEvent: fc.Arbitrary<OutgoingMove['event']> = fc.oneof(
  fc.record({ kind: fc.constant('unanswered' as const), cause: reason, tries }),
  fc.record({ kind: fc.constant('waits' as const), cause, tries }),
  fc.record({ kind: fc.constant('gaveUp' as const), cause, tries }),
  fc.record({ kind: fc.constant('accepted' as const), tries }),
  fc.record({ kind: fc.constant('cancelled' as const), tries }),
  fc.record({ kind: fc.constant('refused' as const), reason, tries }),
  fc.record({
    kind: fc.constant('reported' as const),
    disposition: fc.constantFrom('delivered', 'displayed', 'failed', 'expired'),
    readReports: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('resent' as const), giveUpAtAgeMs: fc.nat().map(deviceAgeMs) }),
  fc.constant({ kind: 'noted' } as const),
);
const anyMove: fc.Arbitrary<OutgoingMove> = fc.record({
  event: anyEvent,
  steps: fc.array(
    fc.record({
      atMs,
      kind: fc.constantFrom('try', 'accepted', 'failed'),
      tryNumber: fc.option(fc.nat({ max: 9 }), { nil: null }),
      sipStatus: fc.option(fc.integer({ min: 100, max: 699 }), { nil: null }),
      reason: cause,
    }),
    { maxLength: 3 },
  ),
});
const moveOutgoing = fc.tuple(anyId, fc.array(anyMove, { maxLength: 3 })).map(
  ([id, moves]): Step =>
    (store) =>
      store.messages.moveOutgoing(id, ...moves),
);
const addIncoming = fc
  .record({
    id: anyId,
    peer: anyPeer,
    body: text,
    receivedAtMs: atMs,
    sentAtMs: fc.option(atMs, { nil: null }),
    owesDeliveryReport: fc.boolean(),
    owesReadReport: fc.boolean(),
  })
  .map(
    (message): Step =>
      (store) =>
        store.messages.addIncoming(message),
  );
const markRead = fc.tuple(anyPeer, sequence, atMs).map(
  ([reader, through, at]): Step =>
    (store) =>
      store.messages.markRead(reader, through, at),
);
const reportSent = fc.nat({ max: 3 }).map((index): Step => (store) => {
  const report = store.messages.owedReports()[index];
  return report === undefined ? null : store.messages.reportSent(report);
});
const recordUnreachable = fc.record({ fromMs: atMs, toMs: fc.option(atMs, { nil: null }) }).map(
  (period): Step =>
    (store) =>
      store.messages.recordUnreachable(period),
);
const recordSignIn = fc.tuple(fc.constantFrom('d1', 'd2', 'd3', 'd4'), atMs).map(
  ([device, at]): Step =>
    (store) =>
      store.messages.recordSignIn(device, at),
);
const signInsSeen = sequence.map(
  (through): Step =>
    (store) =>
      store.messages.signInsSeen(through),
);
const saveDraft = fc.tuple(anyPeer, text, fc.nat({ max: 50 })).map(
  ([to, draft, cursor]): Step =>
    (store) =>
      store.drafts.saveDraft(to, { text: draft, cursor }),
);
const saveContact = fc.record({ address: anyPeer, name: text, favourite: fc.boolean() }).map(
  (contact: Contact): Step =>
    (store) =>
      store.contacts.saveContact(contact),
);
const block = fc.tuple(anyPeer, fc.boolean(), atMs).map(
  ([whom, blocks, at]): Step =>
    (store) =>
      blocks ? store.standings.block(whom, at) : store.standings.unblock(whom),
);
const deleteEvent = sequence.map(
  (one): Step =>
    (store) =>
      store.messages.deleteEvent(one),
);
const deleteThread = anyPeer.map(
  (whose): Step =>
    (store) =>
      store.messages.deleteThread(whose),
);
/** How much was left to do is the medium's business. */
const eraseDeleted: fc.Arbitrary<Step> = fc.constant((store) => store.messages.eraseDeleted().ok);
const saveSetting = fc.tuple(fc.constantFrom('a', 'b.c'), text).map(
  ([key, value]): Step =>
    (store) =>
      store.settings.saveSetting(key, value),
);

const change = fc.oneof(
  { weight: 4, arbitrary: addIncoming },
  { weight: 4, arbitrary: addOutgoing },
  { weight: 4, arbitrary: moveOutgoing },
  { weight: 2, arbitrary: markRead },
  reportSent,
  recordUnreachable,
  recordSignIn,
  signInsSeen,
  saveDraft,
  saveContact,
  saveSetting,
  block,
  deleteEvent,
  deleteThread,
  eraseDeleted,
);

function answerOf(step: Step, store: HandsetStore): unknown {
  try {
    return step(store);
  } catch (error) {
    return `threw ${(error as Error).message}`;
  }
}

/** Everything that can be read, with one filter, one page and one place to look. */
function allOf(
  { messages, drafts, contacts, settings, standings }: HandsetStore,
  filter: string,
  limit: number,
  before: number,
) {
  return {
    standings: PEERS.map((one) => standings.standing(one)),
    blocked: standings.blocked(),
    requests: messages.requests(),
    unreadByStanding: STANDINGS.map((standing) => messages.unreadCount(standing)),
    byStanding: STANDINGS.map((standing) => messages.threads({ filter, limit, offset: 0, standing })),
    threads: messages.threads({ filter: '', limit: 1_000, offset: 0 }),
    filtered: messages.threads({ filter, limit, offset: limit - 1 }),
    allFiltered: messages.threads({ filter, limit: 1_000, offset: 0 }),
    events: PEERS.map((address) => messages.events(address, { beforeSequence: null, limit: 1_000 })),
    page: PEERS.map((address) => messages.events(address, { beforeSequence: before, limit })),
    signIns: messages.signIns(),
    unread: messages.unreadCount(),
    owed: messages.owedReports(),
    unfinished: messages.unfinishedOutgoing(),
    last: messages.lastOutgoing(),
    found: IDS.flatMap((id) => [null, ...PEERS].map((address) => messages.findOutgoing(id, address))),
    message: messages.find(before),
    steps: messages.steps(before),
    drafts: PEERS.map((address) => drafts.draft(address)),
    contacts: [contacts.contacts(''), contacts.contacts(filter), PEERS.map((address) => contacts.contact(address))],
    settings: ['a', 'b.c'].map((key) => settings.setting(key)),
  };
}

const moment = fc.record({
  change,
  reopen: fc.boolean(),
  /** A stretch of a text, so that it is found; or any text. */
  filter: fc.tuple(text, fc.nat({ max: 5 }), fc.nat({ max: 6 })).map(([value, from, length]) =>
    Array.from(value)
      .slice(from, from + length)
      .join(''),
  ),
  limit: fc.integer({ min: 1, max: 4 }),
  before: fc.integer({ min: 1, max: 30 }),
});

describe('whatever is done, in whatever order, and opened again at any moment,', () => {
  it('the encrypted store answers as the one in memory does', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 40 }), (moments) => {
        const folder = mkdtempSync(join(tmpdir(), 'handset-model-'));
        const location = { path: join(folder, 'handset.db'), key: STORE_KEY };
        const model = createMemoryHandsetStore();
        let store: HandsetStore = valueOf(openHandsetStore(location));
        try {
          for (const { change: step, reopen, filter, limit, before } of moments) {
            expect(answerOf(step, store)).toEqual(answerOf(step, model));
            if (reopen) {
              store.close();
              store = valueOf(openHandsetStore(location));
            }
            expect(allOf(store, filter, limit, before)).toEqual(allOf(model, filter, limit, before));
          }
        } finally {
          store.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: Number(process.env['STORE_MODEL_RUNS'] ?? 40) },
    );
  });
});
