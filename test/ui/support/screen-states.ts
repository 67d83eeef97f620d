import fc from 'fast-check';
import { FAILURE_REASONS, type FailureReason } from '../../../src/domain/history/failure-reason.ts';
import type { OutgoingStatus } from '../../../src/domain/history/message.ts';
import type { LinkState } from '../../../src/domain/link-state.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { deviceAgeMs, epochMs } from '../../../src/domain/time.ts';
import { STORE_FAILURES, type StoreFailure } from '../../../src/ports/store/message-store.ts';
import type { MemoryHandset } from './memory-handset.ts';
import type { BatteryState } from '../../../src/domain/power/battery.ts';

/** What a handset may hold when its screen is drawn: short and long, few and many, in any of the scripts it is sold for. */
export interface ScreenState {
  readonly people: readonly { readonly user: string; readonly name: string; readonly favourite: boolean }[];
  readonly texts: readonly Written[];
  readonly strangers: readonly { readonly user: string; readonly text: string; readonly cutBytes: number }[];
  readonly unread: number;
  readonly link: LinkState['kind'];
  readonly linkReason: FailureReason;
  readonly storeFailure: StoreFailure | null;
  readonly battery: BatteryState | null;
  readonly changesLost: boolean;
  readonly outage: boolean;
}

interface Written {
  readonly text: string;
  readonly status: OutgoingStatus | 'received' | 'conflict';
  readonly reason: FailureReason;
  /** Since the text before. */
  readonly laterMs: number;
}

/** Letters of English, Italian, German, French, Spanish, Russian and Greek, wide ones and narrow ones, and emoji. */
const WORDS = [
  'a',
  'Ill',
  'WWWWMMMM',
  '1234567890',
  '+39051555019912345',
  'perché',
  'Größenmaßstäbe',
  'Donaudampfschifffahrtsgesellschaftskapitän',
  'œuvre',
  'mañana',
  'достопримечательность',
  'Ёжик',
  'Καλημέρα',
  'ΨΩΞ',
  '18:00',
  'https://relay.example/a/very/long/path?with=a&query=0123456789',
  '👍🏽',
  '👨‍👩‍👧',
  '🇮🇹',
  '☂',
];
const STATUSES: readonly Written['status'][] = [
  'received',
  'received',
  'conflict',
  'sending',
  'waiting',
  'enqueued',
  'delivered',
  'read',
  'failed',
];

const words = (most: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: most }).map((parts) => parts.join(' '));
const lines = (most: number): fc.Arbitrary<string> =>
  fc.array(words(6), { minLength: 1, maxLength: most }).map((parts) => parts.join('\n'));
const user = fc.oneof(
  fc.constantFrom('bo', '+390515550199', 'a.very.long.user.name.of.somebody-at-the-front-desk'),
  fc.stringMatching(/^[a-z]{1,40}$/),
);

export const screenState: fc.Arbitrary<ScreenState> = fc.record({
  people: fc.uniqueArray(fc.record({ user, name: words(5), favourite: fc.boolean() }), {
    selector: (person) => person.user,
    minLength: 2,
    maxLength: 9,
  }),
  texts: fc.array(
    fc.record({
      text: fc.oneof({ weight: 6, arbitrary: words(8) }, { weight: 1, arbitrary: lines(12) }),
      status: fc.constantFrom(...STATUSES),
      reason: fc.constantFrom(...FAILURE_REASONS),
      laterMs: fc.constantFrom(0, 0, 60_000, 86_400_000),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  strangers: fc.array(fc.record({ user, text: words(6), cutBytes: fc.constantFrom(0, 0, 59_000) }), { maxLength: 6 }),
  unread: fc.constantFrom(0, 1, 7, 120),
  link: fc.constantFrom('registered', 'registered', 'unreachable', 'connecting', 'stopped'),
  linkReason: fc.constantFrom(...FAILURE_REASONS),
  storeFailure: fc.constantFrom(null, null, null, ...STORE_FAILURES),
  battery: fc.constantFrom<(BatteryState | null)[]>(
    null,
    { percent: 0, isPlugged: false, level: 'empty' },
    { percent: 8, isPlugged: false, level: 'low' },
    { percent: null, isPlugged: false, level: 'critical' },
    { percent: 100, isPlugged: true, level: 'normal' },
  ),
  changesLost: fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0),
  outage: fc.boolean(),
});

/** Fills the handset. The first person has the conversation, and what is unread. */
export function arrangeState(handset: MemoryHandset, state: ScreenState): void {
  const nowMs = handset.wallMs();
  const length = state.texts.reduce((sum, { laterMs }) => sum + laterMs, 0);
  handset.clock.setWall(nowMs - length);
  const [first, ...others] = state.people.map(({ user: name, name: shown, favourite }) =>
    handset.addContact(name, shown, favourite),
  );
  if (first === undefined) throw new Error('nobody is there');
  for (const peer of others) handset.receive(peer, 'hello');
  handset.allRead();
  for (const text of state.texts) write(handset, first, text);
  handset.clock.setWall(nowMs);
  if (state.outage) handset.unreachable(nowMs - 3_600_000, nowMs - 60_000);
  for (const { user: name, text, cutBytes } of state.strangers) {
    if (!state.people.some((person) => person.user === name)) handset.request(name, text, cutBytes);
  }
  for (let count = 0; count < state.unread; count += 1) handset.receive(first, `${count} new`);
  handset.battery = state.battery;
  handset.changesLostAtMs = state.changesLost ? epochMs(nowMs) : null;
  handset.link = linkOf(state, nowMs);
}

/** From now on the store refuses to write. What was arranged before is in it. */
export function breakStore(handset: MemoryHandset, { storeFailure }: ScreenState): void {
  if (storeFailure === null) return;
  handset.storeFailure = storeFailure;
  handset.store.failWritesWith(storeFailure);
  handset.emit({ kind: 'stateChanged' });
}

function write(handset: MemoryHandset, peer: PeerAddress, written: Written): void {
  handset.clock.setWall(handset.wallMs() + written.laterMs);
  const { text, status, reason } = written;
  if (status === 'received' || status === 'conflict') {
    handset.receive(peer, text);
    return;
  }
  const short = Array.from(text).slice(0, 100).join('');
  if (status !== 'waiting') {
    handset.sendAs(peer, short, status, status === 'failed' ? reason : null);
    return;
  }
  const id = handset.sendAs(peer, short, 'sending');
  const tried = { atMs: handset.wallMs(), kind: 'try', tryNumber: 1, sipStatus: 503, reason } as const;
  handset.change(id, 'waiting', null, [tried], deviceAgeMs(handset.ageMs() + 11 * 3_600_000));
}

function linkOf({ link, linkReason }: ScreenState, nowMs: number): LinkState {
  const sinceMs = epochMs(nowMs - 27 * 60_000);
  if (link === 'stopped') return { kind: link };
  return link === 'unreachable' ? { kind: link, sinceMs, reason: linkReason } : { kind: link, sinceMs };
}
