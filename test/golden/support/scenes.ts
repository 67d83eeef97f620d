import { epochMs } from '../../../src/domain/time.ts';
import { italian } from '../../../src/ui/languages/it.ts';
import { NOW_MS } from '../../ui/support/desk.ts';
import type { MemoryHandset } from '../../ui/support/memory-handset.ts';
import type { BenchOptions, UiBench } from '../../ui/support/ui-bench.ts';
import { bruno, amira, people, history, requests, floodOfRequests, conversation, fewUnread, manyUnread, waiting, givingUpSoon, signedIn, tries, notTrusted, LONG_TEXT, longTexts, scripts } from './scene-data.ts';

/** One picture: the handset's data, the keys pressed, and in which ways it is drawn. */
export interface Scene {
  readonly name: string;
  readonly arrange?: (handset: MemoryHandset) => void;
  readonly act?: (bench: UiBench) => void;
  readonly options?: Omit<BenchOptions, 'shape'>;
}

/** From Home, past what is new there. */
function openHistory({ ui, press }: UiBench): void {
  while (!/^(History|Cronologia)$/.test(ui.focusedItem())) press('down');
  press('enter');
}

/** From Home to the thread with the first row of History. */
function openFirstThread(bench: UiBench): void {
  openHistory(bench);
  bench.press('enter');
}

function openSignIns({ ui, press }: UiBench): void {
  while (!/^(Another device|Nuovo accesso)$/.test(ui.focusedItem())) press('up');
  press('enter');
}

function openContacts({ press }: UiBench): void {
  press('soft-left');
}

/** Every view, as the owner meets it. Each is drawn in both shapes. */
export const SCENES: readonly Scene[] = [
  { name: 'home', arrange: people },
  { name: 'home-unread', arrange: history },
  { name: 'home-unread-light', arrange: fewUnread, options: { mode: 'light' } },
  { name: 'home-unread-large', arrange: history, options: { textSize: 'large' } },
  { name: 'home-not-sent', arrange: (handset) => { waiting(handset); handset.link = { kind: 'registered', sinceMs: epochMs(NOW_MS) }; }, act: ({ press }) => { press('up'); } },
  { name: 'sign-in-home', arrange: signedIn },
  { name: 'sign-in-history', arrange: signedIn, act: openHistory },
  { name: 'sign-in-line', arrange: signedIn, act: (bench) => { openContacts(bench); } },
  { name: 'sign-ins', arrange: signedIn, act: openSignIns },
  { name: 'sign-ins-italian-large', arrange: signedIn, act: openSignIns, options: { language: italian, textSize: 'large' } },
  { name: 'sign-in-locked-italian', arrange: signedIn, act: ({ press }) => { press('lock'); }, options: { language: italian } },
  { name: 'unsent', arrange: waiting, act: ({ press }) => { press('up', 'enter'); } },
  { name: 'unsent-italian-large', arrange: waiting, act: ({ press }) => { press('up', 'enter'); }, options: { language: italian, textSize: 'large' } },
  { name: 'lock-not-sent', arrange: history, act: ({ press }) => { press('lock'); } },
  { name: 'menu-news', arrange: conversation, act: (bench) => { openFirstThread(bench); bench.handset.receive(amira, 'Can you call me back?'); bench.clock.advance(50); bench.press('menu'); } },
  { name: 'history', arrange: history, act: (bench) => { openHistory(bench); } },
  { name: 'history-light', arrange: history, act: (bench) => { openHistory(bench); }, options: { mode: 'light' } },
  { name: 'history-large', arrange: history, act: (bench) => { openHistory(bench); bench.press('down'); }, options: { textSize: 'large' } },
  { name: 'history-search', arrange: history, act: (bench) => { openHistory(bench); bench.type('ha'); } },
  { name: 'history-found-text', arrange: conversation, act: ({ press, type }) => { press('enter'); type('gate'); } },
  { name: 'thread-found', arrange: conversation, act: ({ press, type }) => { press('enter'); type('gate'); press('enter'); } },
  { name: 'thread-found-italian-large', arrange: conversation, act: ({ press, type }) => { press('enter'); type('gate'); press('enter'); }, options: { language: italian, textSize: 'large' } },
  { name: 'history-empty', act: ({ press }) => { press('enter'); } },
  {
    name: 'history-many',
    arrange: (handset) => {
      for (let count = 1; count <= 30; count += 1) handset.receive(handset.addContact(`p${count}`, `Person ${count}`), 'Hello');
    },
    act: (bench) => { openHistory(bench); bench.press(...Array.from({ length: 9 }, () => 'down' as const)); },
  },
  {
    name: 'history-draft',
    arrange: conversation,
    act: (bench) => { openFirstThread(bench); bench.type('Half a thou'); bench.press('back'); },
  },
  {
    name: 'thread',
    arrange: conversation,
    act: (bench) => { openFirstThread(bench); bench.type('Bring the second ke'); },
  },
  {
    name: 'thread-light',
    arrange: conversation,
    act: (bench) => { openFirstThread(bench); bench.type('Bring the second ke'); },
    options: { mode: 'light' },
  },
  {
    name: 'thread-large',
    arrange: conversation,
    act: (bench) => { openFirstThread(bench); bench.type('Bring the second key'); },
    options: { textSize: 'large' },
  },
  { name: 'thread-unread', arrange: manyUnread, act: openFirstThread },
  { name: 'thread-unread-light', arrange: manyUnread, act: (bench) => { openFirstThread(bench); bench.press('down'); }, options: { mode: 'light' } },
  { name: 'thread-few-unread', arrange: fewUnread, act: openFirstThread },
  { name: 'thread-unread-italian-large', arrange: manyUnread, act: openFirstThread, options: { language: italian, textSize: 'large' } },
  {
    name: 'thread-below',
    arrange: (handset) => { manyUnread(handset); handset.allRead(); },
    act: (bench) => {
      openFirstThread(bench);
      bench.press(...Array.from({ length: 8 }, () => 'up' as const));
      bench.handset.receive(bruno, 'Where are you?');
      bench.handset.receive(bruno, 'We wait at the gate');
      bench.clock.advance(50);
    },
  },
  { name: 'thread-new', arrange: people, act: (bench) => { openContacts(bench); bench.press('enter', 'enter'); } },
  { name: 'thread-unreachable', arrange: waiting, act: (bench) => { openFirstThread(bench); bench.press('up'); } },
  { name: 'thread-unreachable-light', arrange: waiting, act: (bench) => { openFirstThread(bench); }, options: { mode: 'light' } },
  { name: 'thread-waiting-large', arrange: waiting, act: (bench) => { openFirstThread(bench); bench.press('up', 'up'); }, options: { textSize: 'large' } },
  { name: 'thread-not-trusted', arrange: notTrusted, act: (bench) => { openFirstThread(bench); } },
  { name: 'thread-not-trusted-italian-large', arrange: notTrusted, act: (bench) => { openFirstThread(bench); bench.press('up'); }, options: { language: italian, textSize: 'large' } },
  { name: 'details-not-trusted', arrange: notTrusted, act: (bench) => { openFirstThread(bench); bench.press('up', 'right'); } },
  { name: 'details-gave-up-italian', arrange: notTrusted, act: (bench) => { openFirstThread(bench); bench.press('up', 'up', 'right'); }, options: { language: italian } },
  {
    name: 'thread-full',
    arrange: conversation,
    act: (bench) => { openFirstThread(bench); bench.type(LONG_TEXT.slice(0, 161)); },
  },
  {
    name: 'thread-full-bytes',
    arrange: conversation,
    act: (bench) => { openFirstThread(bench); bench.type('🙂'.repeat(149) + 'ok' + '☂'); },
  },
  {
    name: 'thread-refused',
    arrange: (handset) => { conversation(handset); },
    act: (bench) => {
      openFirstThread(bench);
      bench.handset.refusal = 'outbox-full';
      bench.type('One more');
      bench.press('enter');
    },
  },
  { name: 'thread-scripts', arrange: scripts, act: (bench) => { openFirstThread(bench); bench.type('Ναι ☂ да'); } },
  { name: 'thread-long-italian', arrange: longTexts, act: (bench) => { openFirstThread(bench); bench.press('up'); }, options: { language: italian } },
  { name: 'thread-long-italian-large', arrange: longTexts, act: (bench) => { openFirstThread(bench); bench.press('up'); }, options: { language: italian, textSize: 'large' } },
  {
    name: 'thread-modes',
    arrange: conversation,
    act: (bench) => { openFirstThread(bench); bench.type('room 4'); bench.modeIs('Abc'); },
  },
  { name: 'symbols', arrange: conversation, act: (bench) => { openFirstThread(bench); bench.press('symbols', 'right', 'right', 'down'); } },
  { name: 'emoji', arrange: conversation, act: (bench) => { openFirstThread(bench); bench.press('emoji', 'right', 'down'); } },
  { name: 'details-waiting', arrange: tries, act: (bench) => { openFirstThread(bench); bench.press('up', 'right'); } },
  { name: 'details-large', arrange: tries, act: (bench) => { openFirstThread(bench); bench.press('up', 'right', 'down', 'down'); }, options: { textSize: 'large', mode: 'light' } },
  { name: 'details-failed', arrange: longTexts, act: (bench) => { openFirstThread(bench); bench.press('up', 'right'); }, options: { language: italian } },
  {
    name: 'details-received',
    arrange: (handset) => {
      people(handset);
      handset.receive(bruno, 'Hello', epochMs(NOW_MS - 3_600_000));
    },
    act: (bench) => { openFirstThread(bench); bench.press('up', 'right'); },
  },
  { name: 'contacts', arrange: history, act: (bench) => { openContacts(bench); bench.press('down'); } },
  { name: 'contacts-known', arrange: history, act: (bench) => { openContacts(bench); bench.press('right', 'down'); } },
  { name: 'contacts-favourites-light', arrange: history, act: (bench) => { openContacts(bench); bench.press('right', 'right'); }, options: { mode: 'light' } },
  { name: 'contacts-italian-large', arrange: history, act: (bench) => { openContacts(bench); }, options: { textSize: 'large', language: italian } },
  { name: 'contacts-search', arrange: history, act: ({ type }) => { type('клар'); } },
  { name: 'contact', arrange: history, act: (bench) => { openContacts(bench); bench.press('enter'); } },
  { name: 'contact-large', arrange: longTexts, act: (bench) => { openContacts(bench); bench.press('enter', 'down'); }, options: { textSize: 'large', language: italian } },
  {
    name: 'banner',
    arrange: people,
    act: ({ press, handset, clock }) => {
      press('soft-left', 'down');
      handset.receive(bruno, 'Meet at the south gate, 18:00 ☂ and bring the others');
      clock.advance(50);
    },
  },
  {
    name: 'banner-home-large',
    arrange: people,
    act: ({ handset, clock }) => {
      handset.receive(bruno, 'Meet at the south gate');
      clock.advance(50);
    },
    options: { textSize: 'large' },
  },
  {
    name: 'banner-history',
    arrange: history,
    act: (bench) => {
      openHistory(bench);
      bench.handset.receive(bruno, 'Meet at the south gate');
      bench.clock.advance(50);
    },
  },
  {
    name: 'banner-while-writing',
    arrange: conversation,
    act: (bench) => {
      openFirstThread(bench);
      bench.type('Do not');
      bench.handset.receive(amira, 'Hello');
      bench.clock.advance(50);
    },
  },
  {
    name: 'giving-up-soon',
    arrange: waiting,
    act: ({ handset, clock }) => {
      givingUpSoon(handset);
      clock.advance(50);
    },
  },
  { name: 'changes-lost', arrange: (handset) => { history(handset); handset.changesLostAtMs = epochMs(NOW_MS - 60_000); } },
  {
    name: 'changes-lost-italian-large',
    arrange: conversation,
    act: (bench) => {
      openFirstThread(bench);
      bench.handset.changesLostAtMs = epochMs(NOW_MS - 86_400_000);
      bench.handset.emit({ kind: 'stateChanged' });
      bench.clock.advance(50);
    },
    options: { language: italian, textSize: 'large' },
  },
  {
    name: 'giving-up-soon-writing',
    arrange: waiting,
    act: (bench) => {
      openFirstThread(bench);
      bench.type('Where are');
      givingUpSoon(bench.handset);
      bench.clock.advance(50);
    },
  },
  { name: 'lock', arrange: people, act: ({ press }) => { press('lock'); } },
  { name: 'lock-news', arrange: history, act: (bench) => { openHistory(bench); bench.press('enter', 'lock'); } },
  { name: 'lock-under-way-light', arrange: history, act: ({ press }) => { press('lock', 'menu', 'left'); }, options: { mode: 'light' } },
  {
    name: 'lock-giving-up-italian-large',
    arrange: (handset) => { history(handset); handset.link = { kind: 'unreachable', sinceMs: epochMs(NOW_MS - 27 * 60_000), reason: 'no-network' }; },
    act: ({ press, handset, clock }) => {
      givingUpSoon(handset);
      clock.advance(50);
      press('lock', 'down');
    },
    options: { textSize: 'large', language: italian },
  },
  { name: 'home-italian-large', arrange: history, options: { textSize: 'large', language: italian } },
  { name: 'requests-row', arrange: requests, act: (bench) => { openHistory(bench); bench.press('down', 'down', 'down'); } },
  { name: 'requests', arrange: requests, act: (bench) => { openHistory(bench); bench.press('down', 'down', 'down', 'enter'); } },
  { name: 'requests-lost-italian-large', arrange: floodOfRequests, act: (bench) => { openHistory(bench); bench.press('down', 'down', 'down', 'enter', 'down'); }, options: { textSize: 'large', language: italian } },
  { name: 'requests-menu', arrange: requests, act: (bench) => { openHistory(bench); bench.press('down', 'down', 'down', 'enter', 'menu'); } },
  { name: 'ask-block', arrange: requests, act: (bench) => { openHistory(bench); bench.press('down', 'down', 'down', 'enter', 'menu'); bench.type('b'); } },
  { name: 'ask-delete-thread-italian-large', arrange: requests, act: (bench) => { openHistory(bench); bench.press('menu', 'backspace', 'down'); }, options: { textSize: 'large', language: italian } },
  { name: 'request-read-cut', arrange: requests, act: (bench) => { openHistory(bench); bench.press('down', 'down', 'down', 'enter', 'down', 'enter'); }, options: { mode: 'light' } },
  { name: 'blocked-people', arrange: (handset) => { history(handset); handset.block(bruno); handset.block(handset.request('kestrel', 'hello')); }, act: (bench) => { openHistory(bench); bench.press('menu'); bench.type('p'); } },
  { name: 'menu-history', arrange: history, act: (bench) => { openHistory(bench); bench.press('menu'); } },
  { name: 'menu-history-light', arrange: history, act: (bench) => { openHistory(bench); bench.press('menu', 'down'); }, options: { mode: 'light' } },
  { name: 'menu-thread', arrange: conversation, act: ({ press }) => { press('enter', 'enter', 'menu'); } },
  { name: 'menu-message-italian-large', arrange: history, act: (bench) => { openHistory(bench); bench.press('down', 'down', 'down', 'enter', 'up', 'menu', 'down'); }, options: { textSize: 'large', language: italian } },
  {
    name: 'thread-message-focused',
    arrange: (handset) => {
      conversation(handset);
      handset.receive(bruno, 'a\u202eb\u0007 hidden \u200b signs');
      handset.allRead();
    },
    act: (bench) => {
      openFirstThread(bench);
      bench.press('up', 'up');
    },
  },
  {
    name: 'thread-tall-message',
    arrange: (handset) => {
      conversation(handset);
      handset.receive(bruno, LONG_TEXT.repeat(3));
      handset.allRead();
    },
    act: (bench) => {
      openFirstThread(bench);
      bench.press('up', 'up');
    },
  },
  { name: 'storage-almost-full', arrange: (handset) => { history(handset); handset.storageLow = true; }, act: (bench) => { openHistory(bench); } },
  { name: 'time-unsure', arrange: (handset) => { handset.isTimeSure = false; } },
  {
    name: 'battery-critical',
    arrange: (handset) => {
      history(handset);
      handset.battery = { percent: 4, isPlugged: false, level: 'critical' };
    },
    act: (bench) => { openHistory(bench); },
  },
  {
    name: 'battery-charging',
    arrange: (handset) => {
      history(handset);
      handset.battery = { percent: 40, isPlugged: true, level: 'normal' };
    },
    act: (bench) => { openHistory(bench); },
  },
  {
    name: 'storage-full',
    arrange: (handset) => {
      history(handset);
      handset.storeFailure = 'disk-full';
      handset.battery = { percent: 9, isPlugged: false, level: 'low' };
    },
    act: (bench) => { openHistory(bench); },
  },
  {
    name: 'storage-italian-large',
    arrange: (handset) => {
      conversation(handset);
      handset.storeFailure = 'read-only';
      handset.link = { kind: 'unreachable', sinceMs: epochMs(NOW_MS), reason: 'no-network' };
    },
    act: openFirstThread,
    options: { language: italian, textSize: 'large' },
  },
];
