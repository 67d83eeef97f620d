import type { MessageId } from '../../../src/domain/history/message-id.ts';
import { deviceAgeMs, epochMs } from '../../../src/domain/time.ts';
import { NOW_MS } from '../../ui/support/desk.ts';
import { peerAddress, type MemoryHandset } from '../../ui/support/memory-handset.ts';

export const bruno = peerAddress('bruno');
export const amira = peerAddress('amira');
const klara = peerAddress('klara');
const ops = peerAddress('ops');

/** Sets the wall clock for what happens next: `at('14:31')` today, `at('18:00', 1)` yesterday. */
function at(handset: MemoryHandset, time: string, daysAgo = 0): void {
  const [hours = '0', minutes = '0', seconds = '0'] = time.split(':');
  const day = Math.floor(NOW_MS / 86_400_000) * 86_400_000;
  handset.clock.setWall(day - daysAgo * 86_400_000 + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
}

function now(handset: MemoryHandset): void {
  handset.clock.setWall(NOW_MS);
}

export function people(handset: MemoryHandset): void {
  handset.addContact('amira', 'Amira Haddad', true);
  handset.addContact('bruno', 'Bruno Ferri');
  handset.addContact('giorgos', 'Γιώργος Παππάς');
  handset.addContact('klara', 'Клара Новак', true);
}

export function history(handset: MemoryHandset): void {
  people(handset);
  at(handset, '18:20', 1);
  handset.sendAs(ops, 'on my way', 'failed', 'unknown-number');
  at(handset, '11:47');
  handset.sendAs(klara, 'Сообщение принято', 'delivered');
  at(handset, '13:02');
  handset.receive(amira, 'Can you call me back?');
  at(handset, '14:30');
  handset.receive(bruno, 'Are you there?');
  at(handset, '14:31');
  handset.receive(bruno, 'Meet at the south gate, 18:00');
  now(handset);
}

export function requests(handset: MemoryHandset): void {
  history(handset);
  at(handset, '18:00', 2);
  for (let index = 1; index <= 3; index += 1) handset.request('desk2', `Message ${index}`);
  at(handset, '11:05');
  handset.request('+390515550199', 'Parcel at the front desk', 59_000);
  at(handset, '12:20');
  handset.request('kestrel', 'Hello, this is Marta. New address');
  now(handset);
}

export function floodOfRequests(handset: MemoryHandset): void {
  requests(handset);
  for (let index = 0; index < 40; index += 1) handset.request('flood', `${index}`);
}

export function conversation(handset: MemoryHandset): void {
  people(handset);
  at(handset, '14:31');
  handset.receive(bruno, 'Meet at the south gate, 18:00 ☂');
  handset.allRead();
  at(handset, '14:32');
  handset.sendAs(bruno, 'On my way, ten minutes');
  now(handset);
}

const QUESTIONS = ['Are you there?', 'I have the keys', 'The south gate is shut', 'Take the bridge road then', 'Bring a small bag'];

export function fewUnread(handset: MemoryHandset): void {
  people(handset);
  at(handset, '14:26');
  handset.receive(bruno, 'Are you there yet?');
  handset.allRead();
  at(handset, '14:28');
  handset.sendAs(bruno, 'At the bridge');
  at(handset, '14:31');
  handset.receive(bruno, 'I have the keys');
  now(handset);
}

export function manyUnread(handset: MemoryHandset): void {
  fewUnread(handset);
  handset.allRead();
  for (let count = 0; count < 31; count += 1) {
    at(handset, `14:${31 + Math.floor(count / 31)}`);
    handset.receive(bruno, `${count + 1}. ${QUESTIONS[count % QUESTIONS.length]}`);
  }
  now(handset);
}

/** Another device came at noon, and one this moment. */
export function signedIn(handset: MemoryHandset): void {
  conversation(handset);
  at(handset, '12:00');
  handset.store.messages.recordSignIn('noon', epochMs(handset.wallMs()));
  now(handset);
  handset.store.messages.recordSignIn('now', epochMs(handset.wallMs()));
}

export function waiting(handset: MemoryHandset): void {
  people(handset);
  at(handset, '13:05');
  handset.sendAs(amira, 'Good morning', 'read');
  handset.unreachable(NOW_MS - 82 * 60_000, NOW_MS - 50 * 60_000);
  at(handset, '14:14');
  const waitingId = handset.sendAs(amira, 'Are you still at the office?', 'sending');
  const ageAtSix = deviceAgeMs(handset.ageMs() + (11 * 60 + 42) * 60_000);
  handset.change(waitingId, 'waiting', null, [], ageAtSix);
  at(handset, '14:20');
  handset.sendAs(amira, 'Call me when you can', 'failed', 'unknown-number');
  now(handset);
  handset.link = { kind: 'unreachable', sinceMs: epochMs(NOW_MS - 27 * 60_000), reason: 'no-network' };
}

/** The message that waits for Amira has an hour left. */
export function givingUpSoon(handset: MemoryHandset): void {
  const { messages } = handset.store;
  const id = messages.unfinishedOutgoing()[0]?.id ?? handset.sendAs(amira, 'Are you still at the office?', 'sending');
  handset.change(id, 'waiting', null, [], deviceAgeMs(handset.ageMs() + 3_600_000));
  handset.emit({ kind: 'givingUpSoon', peer: amira, sequence: messages.findOutgoing(id, null)?.sequence ?? 0 });
}

export function tries(handset: MemoryHandset): void {
  people(handset);
  at(handset, '14:14:02');
  const id: MessageId = handset.sendAs(bruno, 'Are you still at the office?', 'sending');
  const day = Math.floor(NOW_MS / 86_400_000) * 86_400_000;
  const step = (seconds: number): number => day + (14 * 60 + 14) * 60_000 + seconds * 1000;
  const tried = (seconds: number, tryNumber: number, sipStatus: number | null) =>
    ({ atMs: epochMs(step(seconds)), kind: 'try', tryNumber, sipStatus, reason: 'no-network' }) as const;
  now(handset);
  handset.change(
    id,
    'waiting',
    null,
    [
      tried(2, 1, 408),
      tried(15, 2, 503),
      tried(27, 3, null),
      tried(39, 4, null),
      tried(62, 5, null),
      { atMs: epochMs(step(62)), kind: 'waiting', tryNumber: null, sipStatus: null, reason: null },
    ],
    deviceAgeMs(handset.ageMs() + (11 * 60 + 42) * 60_000),
  );
}

/** The relay's certificate is not trusted, and somebody waits for a message; an older one was given up for another reason. */
export function notTrusted(handset: MemoryHandset): void {
  people(handset);
  at(handset, '23:50', 1);
  const tried = { kind: 'try', tryNumber: 1, sipStatus: null, reason: 'login-refused' } as const;
  const given = handset.sendAs(amira, 'Good night', 'sending');
  handset.change(given, 'failed', 'not-sent-in-12-h', [{ ...tried, atMs: handset.wallMs() }]);
  handset.allRead();
  at(handset, '14:14');
  const id = handset.sendAs(amira, 'Are you still at the office?', 'sending');
  handset.change(id, 'waiting', null, [], deviceAgeMs(handset.ageMs() + (11 * 60 + 42) * 60_000));
  now(handset);
  handset.link = { kind: 'unreachable', sinceMs: epochMs(NOW_MS - 27 * 60_000), reason: 'certificate-not-trusted' };
}

export const LONG_TEXT =
  'Ciao! Ricordati di portare la seconda chiave, quella piccola con il nastro rosso, e di chiudere il cancello quando esci. Ci vediamo alle sei davanti alla stazione.';

export function longTexts(handset: MemoryHandset): void {
  const giulia = handset.addContact('giulia', 'Giulia Bartolomei-Castiglione della Rovere');
  handset.addContact('wolfgang', 'Wolfgang Amadeus Rosenkranz-Hohenberg');
  handset.receive(peerAddress('wolfgang'), 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung');
  handset.sendAs(giulia, LONG_TEXT.slice(0, 160), 'failed', 'certificate-not-trusted');
}

export function scripts(handset: MemoryHandset): void {
  const giorgos = handset.addContact('giorgos', 'Γιώργος Παππάς');
  handset.receive(giorgos, 'Καλημέρα! Πού είσαι;');
  handset.receive(giorgos, 'Доброе утро, ёжик № 7');
  handset.receive(giorgos, 'Żółw, čaj, Straße, œuvre — “ok” … 5 €');
  handset.allRead();
  handset.sendAs(giorgos, '👍🏽 ❤️ 🙂 🎉 👨‍👩‍👧 ☂', 'read');
}

