import { beforeEach, describe, expect, it } from 'vitest';
import { SEEN_AFTER_MS } from '../../src/ui/fresh-events.ts';
import { openBruno, openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
let desk: Desk;

beforeEach(() => {
  desk = openDesk();
  desk.handset.addContact('bruno', 'Bruno Ferri');
});

describe('reading a thread', () => {
  it('marks as read what it shows, once', () => {
    desk.handset.receive(bruno, 'one');
    desk.handset.receive(bruno, 'two');
    expect(desk.handset.state().unread).toBe(2);
    openBruno(desk);
    expect(desk.handset.state().unread).toBe(0);
  });

  it('leaves unread what arrives below while old messages are read, until the owner comes down', () => {
    for (let count = 0; count < 200; count += 1) desk.handset.receive(bruno, `text ${count}`);
    desk.handset.allRead();
    openBruno(desk);
    desk.hold('up', 150);
    desk.handset.receive(bruno, 'new below');
    desk.handset.receive(bruno, 'and another');
    desk.clock.advance(1_000);
    expect(desk.handset.state().unread).toBe(2);
    expect(desk.thread().newBelow).toBe('2 new below');
    expect(desk.model().banner).toBeNull();
    desk.press('back');
    expect(desk.handset.state().unread).toBe(0);
    expect(desk.thread().newBelow).toBe('');
  });

  it('opens at the first of many unread, tells how many, and counts down as the owner goes on', () => {
    for (let count = 0; count < 40; count += 1) desk.handset.receive(bruno, `old ${count}`);
    desk.handset.allRead();
    for (let count = 0; count < 31; count += 1) desk.handset.receive(bruno, `new ${count}`);
    openBruno(desk);
    const { rows } = desk.thread();
    const mark = rows.findIndex(({ kind }) => kind === 'mark');
    expect(rows.slice(mark - 1, mark + 2).map(({ text }) => text)).toEqual(['old 39', '31 new', 'new 0']);
    expect(desk.handset.state().unread).toBe(26);
    expect(desk.thread().newBelow).toBe('26 new below');
    const counts: number[] = [];
    for (let press = 0; press < 7; press += 1) {
      desk.overflow = { abovePx: 0, belowPx: 100 };
      desk.press('down');
      counts.push(desk.handset.state().unread);
    }
    expect(counts).toEqual([21, 16, 11, 6, 1, 0, 0]);
    expect(desk.thread()).toMatchObject({ holdKey: null, newBelow: '' });
    expect(desk.thread().rows.find(({ kind }) => kind === 'mark')?.text).toBe('31 new');
    desk.press('back');
    openBruno(desk);
    expect(desk.thread().rows.some(({ kind }) => kind === 'mark')).toBe(false);
  });

  it('passes over nothing that it did not show: an answer goes to the end, and the rest stays unread', () => {
    for (let count = 0; count < 31; count += 1) desk.handset.receive(bruno, `new ${count}`);
    openBruno(desk);
    desk.type('later');
    desk.press('enter');
    expect(desk.thread().holdKey).toBeNull();
    expect(desk.handset.state().unread).toBe(22);
    desk.press('back');
    openBruno(desk);
    expect(desk.thread().rows.find(({ kind }) => kind === 'mark')?.text).toBe('22 new');
  });

  it('follows a burst only as far as it can be read', () => {
    openBruno(desk);
    for (let count = 0; count < 9; count += 1) desk.handset.receive(bruno, `burst ${count}`);
    desk.clock.advance(SEEN_AFTER_MS + 50);
    expect(desk.thread()).toMatchObject({ newBelow: '4 new below' });
    expect(desk.handset.state().unread).toBe(4);
  });

  it('leaves what came unread that a search hit keeps out of sight', () => {
    desk.handset.receive(bruno, 'the second key');
    for (let count = 0; count < 90; count += 1) desk.handset.receive(bruno, `later ${count}`);
    desk.handset.allRead();
    desk.press('enter');
    desk.type('second');
    desk.press('enter');
    desk.handset.receive(bruno, 'now');
    desk.clock.advance(50);
    expect(desk.handset.state().unread).toBe(1);
    expect(desk.thread().newBelow).toBe('1 new below');
  });

  it('does not ask a store that refuses again and again', () => {
    desk.handset.receive(bruno, 'one');
    let asked = 0;
    desk.handset.markRead = () => {
      asked += 1;
      desk.handset.emit({ kind: 'stateChanged' });
      return { ok: false, error: 'disk-full' };
    };
    openBruno(desk);
    desk.clock.advance(10_000);
    expect(asked).toBe(1);
  });

  it('shows an arriving message at once without a banner, and it is read when it stood there for a moment', () => {
    openBruno(desk);
    desk.handset.receive(bruno, 'here');
    desk.clock.advance(50);
    expect(desk.thread().rows.at(-1)).toMatchObject({ side: 'incoming', text: 'here' });
    expect(desk.model().banner).toBeNull();
    expect(desk.handset.state().unread).toBe(1);
    desk.type('x');
    desk.clock.advance(SEEN_AFTER_MS);
    expect(desk.handset.state().unread).toBe(0);
  });

  it.each(['back', 'home', 'lock'] as const)('counts nothing as read that came as the owner left by %s', (key) => {
    desk.handset.receive(bruno, 'before');
    openBruno(desk);
    const id = desk.handset.sendAs(bruno, 'On my way', 'sending');
    desk.clock.advance(2_000);
    desk.handset.receive(bruno, 'too late');
    desk.handset.change(id, 'failed', 'unknown-number');
    desk.clock.advance(SEEN_AFTER_MS / 2);
    desk.press(key);
    desk.clock.advance(10_000);
    expect(desk.handset.state()).toMatchObject({ unread: 1, notSent: 1 });
  });

  it('keeps in sight what came a moment ago, however much follows it', () => {
    openBruno(desk);
    for (let count = 0; count < 30; count += 1) {
      desk.handset.receive(bruno, `burst ${count}`);
      desk.clock.advance(100);
    }
    const [first] = desk.thread().rows.filter(({ kind }) => kind === 'bubble');
    expect(first?.text).toBe('burst 0');
    expect(desk.thread().newBelow).toMatch(/^\d+ new below$/);
    expect(desk.handset.state().unread).toBeLessThan(30);
    expect(desk.handset.state().unread).toBeGreaterThan(20);
  });

  it('holds a window of a long thread, and walks it to its first message and back', () => {
    for (let count = 0; count < 400; count += 1) desk.handset.receive(bruno, `text ${count}`);
    desk.handset.allRead();
    openBruno(desk);
    expect(desk.thread().rows.length).toBeLessThanOrEqual(24);
    desk.hold('up', 450);
    expect(focusedText()).toBe('text 0');
    expect(desk.thread().rows.length).toBeLessThanOrEqual(72);
    const seen = new Set<string>();
    for (let count = 0; count < 399; count += 1) {
      desk.press('down');
      seen.add(focusedText());
    }
    expect(seen.size).toBe(399);
    expect(focusedText()).toBe('text 399');
    desk.press('down');
    expect(desk.thread()).toMatchObject({ focusKey: null, moreBelow: false });
  });

  it('finds no gap on the way down although many came meanwhile', () => {
    for (let count = 0; count < 100; count += 1) desk.handset.receive(bruno, `text ${count}`);
    openBruno(desk);
    desk.hold('up', 90);
    for (let count = 100; count < 300; count += 1) desk.handset.receive(bruno, `text ${count}`);
    desk.clock.advance(100);
    const texts: string[] = [];
    while (desk.thread().focusKey !== null) {
      texts.push(focusedText());
      desk.press('down');
    }
    const numbers = texts.map((text) => Number(text.slice(5)));
    expect(numbers).toEqual(numbers.map((_number, index) => (numbers[0] ?? 0) + index));
    expect(numbers.at(-1)).toBe(299);
  });

  it('scrolls within a message taller than the screen before it moves on', () => {
    desk.handset.receive(bruno, 'first');
    desk.handset.receive(bruno, 'long');
    openBruno(desk);
    desk.press('up');
    desk.overflow = { abovePx: 100, belowPx: 0 };
    desk.press('up');
    expect(desk.thread()).toMatchObject({ anchor: 'bottom', scrollPx: 60 });
    expect(focusedText()).toBe('long');
    desk.overflow = { abovePx: 0, belowPx: 60 };
    desk.press('up');
    expect(focusedText()).toBe('first');
  });

  it('names the day where it changes, and lines the time the relay could not be reached', () => {
    desk.clock.setWall(Date.UTC(2026, 10, 21, 9, 0));
    desk.handset.receive(bruno, 'Saturday');
    desk.clock.setWall(Date.UTC(2026, 10, 22, 9, 0));
    desk.handset.receive(bruno, 'Sunday');
    desk.clock.setWall(Date.UTC(2026, 10, 23, 13, 0));
    desk.handset.unreachable(Date.UTC(2026, 10, 23, 13, 10), Date.UTC(2026, 10, 23, 13, 42));
    desk.clock.setWall(Date.UTC(2026, 10, 23, 14, 0));
    desk.handset.receive(bruno, 'today');
    desk.handset.allRead();
    openBruno(desk);
    expect(desk.thread().firstDay).toBe('Saturday 21 November');
    expect(desk.thread().rows.map((row) => row.text)).toEqual([
      'Saturday',
      'Yesterday',
      'Sunday',
      'Today',
      'Unreachable 13:10 – 13:42',
      'today',
    ]);
  });

  it('shows no empty last line, and says of a text without words that it is empty', () => {
    desk.handset.receive(bruno, 'one\r\n\r\n');
    desk.handset.receive(bruno, ' \t\r\n');
    expect(desk.handset.state().unread).toBe(1);
    openBruno(desk);
    expect(desk.thread().rows.slice(-2)).toMatchObject([{ text: 'one' }, { text: '(empty)', replaced: true }]);
  });

  it('shows no control character of a received text, and obeys none', () => {
    desk.handset.receive(bruno, 'a\u202e\u0007b');
    openBruno(desk);
    expect(desk.thread().rows.at(-1)?.text).toBe('a□b');
  });
});

describe('a message with the focus', () => {
  it('is sent again by Enter when it failed, under the same id', () => {
    const id = desk.handset.sendAs(bruno, 'Call me', 'failed', 'unknown-number');
    openBruno(desk);
    expect(statusLine()).toBe('Failed: unknown number');
    desk.press('up');
    // The row stays as it is; what the keys do stands in the place of the field.
    expect(statusLine()).toBe('Failed: unknown number');
    expect(desk.thread().hint).toEqual({
      state: { icon: 'alert', tone: 'error', text: 'Failed: unknown number' },
      keys: 'Enter:\u00a0resend · Menu:\u00a0edit,\u00a0details',
    });
    desk.press('enter');
    expect(desk.handset.resentIds).toEqual([id]);
    expect(desk.handset.sentBodies).toEqual(['Call me']);
  });

  it('shows when a waiting one gives up, and tries it at once on Enter', () => {
    const id = desk.handset.sendAs(bruno, 'Are you there?', 'waiting');
    openBruno(desk);
    expect(statusLine()).toBe('Waiting, sends until 02:32 tomorrow');
    desk.press('up', 'enter');
    expect(desk.handset.resentIds).toEqual([id]);
  });

  it('says why a resend was refused', () => {
    desk.handset.sendAs(bruno, 'x', 'failed', 'no-network');
    openBruno(desk);
    desk.handset.refusal = 'outbox-full';
    desk.press('up', 'enter');
    expect(desk.thread().notice).toBe('Not sent: too many messages are waiting');
    expect(desk.handset.refusedKeys).toBe(1);
  });

  it('cannot be sent again once it was delivered', () => {
    desk.handset.sendAs(bruno, 'done', 'delivered');
    openBruno(desk);
    desk.press('up', 'enter');
    expect(desk.handset.resentIds).toEqual([]);
    expect(desk.handset.refusedKeys).toBe(1);
  });

  it('is put into the field by Left, unless there is a text already', () => {
    desk.handset.sendAs(bruno, 'Old words', 'failed', 'too-long');
    openBruno(desk);
    desk.type('draft');
    desk.press('up', 'left');
    expect(desk.thread()).toMatchObject({
      notice: 'There is a text in the field: send or clear it first',
      composer: { text: 'draft' },
    });
    desk.press('back');
    desk.hold('backspace', 5);
    desk.press('up', 'left');
    expect(desk.thread()).toMatchObject({ focusKey: null, composer: { text: 'Old words', cursor: 9 } });
    expect(desk.handset.sentBodies).toEqual(['Old words']);
  });

  it.each([
    ['Left', 'left', false],
    ['the left soft key', 'soft-left', true],
  ] as const)('is edited from its details by %s, and goes out as a new one', (_key, command, hasSoftKeys) => {
    desk = openDesk({ hasSoftKeys });
    desk.handset.addContact('bruno', 'Bruno Ferri');
    const failedId = desk.handset.sendAs(bruno, 'Old words', 'failed', 'too-long');
    openBruno(desk);
    desk.press('up', 'right');
    expect(desk.model().view).toMatchObject({ kind: 'details' });
    if (hasSoftKeys) expect(desk.model().softKeys).toMatchObject({ left: 'Edit', middle: 'Resend' });
    desk.press(command);
    expect(desk.thread()).toMatchObject({ focusKey: null, composer: { text: 'Old words' } });
    desk.press('enter');
    expect(desk.handset.sentBodies).toEqual(['Old words', 'Old words']);
    expect(desk.handset.resentIds).toEqual([]);
    const ids = desk.handset
      .events(bruno, { beforeSequence: null, limit: 9 })
      .flatMap((event) => (event.kind === 'message' ? [event.message.id] : []));
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(failedId);
    expect(ids[1]).not.toBe(failedId);
  });

  it('gives the focus back to the field at the first letter', () => {
    desk.handset.receive(bruno, 'hello');
    openBruno(desk);
    desk.press('up');
    desk.type('y');
    expect(desk.thread()).toMatchObject({ focusKey: null, composer: { text: 'y', focused: true } });
  });

  it('tells every step of its life', () => {
    const id = desk.handset.sendAs(bruno, 'x', 'sending');
    const at = desk.clock.wallMs();
    desk.handset.change(id, 'waiting', null, [
      { atMs: at, kind: 'try', tryNumber: 1, sipStatus: 503, reason: 'server-fault' },
      { atMs: at, kind: 'try', tryNumber: 2, sipStatus: null, reason: 'no-network' },
      { atMs: at, kind: 'waiting', tryNumber: null, sipStatus: null, reason: null },
    ]);
    openBruno(desk);
    desk.press('up', 'right');
    expect(desk.model().view).toMatchObject({
      kind: 'details',
      state: { text: 'Waiting: no network', icon: 'clock', tone: 'warn' },
      aside: 'sends until 02:32 tomorrow',
      next: 'Next try: when the relay answers, or with your next message. Enter:\u00a0try\u00a0now',
      steps: [
        { time: '14:32:00', text: 'Written' },
        { time: '14:32:00', text: 'Try 1: 503 Service unavailable' },
        { time: '14:32:00', text: 'Try 2: no network' },
        { time: '14:32:00', text: 'Waiting for the relay' },
      ],
    });
    desk.press('enter');
    expect(desk.handset.resentIds).toEqual([id]);
  });
});

function focusedText(): string {
  const { rows, focusKey } = desk.thread();
  return rows.find((row) => row.key === focusKey)?.text ?? '';
}

function statusLine(): string {
  const row = desk.thread().rows.at(-1);
  return row?.kind === 'bubble' ? (row.state?.text ?? '') : '';
}
