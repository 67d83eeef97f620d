import { beforeEach, describe, expect, it } from 'vitest';
import { UPDATE_FAILURES, type UpdateState } from '../../src/domain/update.ts';
import type { BatteryState } from '../../src/domain/power/battery.ts';
import { italian } from '../../src/ui/languages/it.ts';
import type { PersonListModel } from '../../src/ui/present/models.ts';
import { KEYS_PAUSE_MS } from '../../src/ui/session.ts';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
const amira = peerAddress('amira');
let desk: Desk;

beforeEach(() => {
  desk = openDesk();
});

const kind = (): string => desk.model().view.kind;

function list(): PersonListModel {
  const { view } = desk.model();
  if (view.kind !== 'history' && view.kind !== 'contacts') throw new Error(`the screen shows ${view.kind}`);
  return view.list;
}

const names = (): readonly string[] => list().rows.map((row) => row.name);
const focused = (): string => list().rows[list().focus]?.name ?? '';

describe('Home', () => {
  it('tells time, who I am, and how much is new', () => {
    desk.handset.receive(bruno, 'one');
    desk.handset.receive(bruno, 'two');
    desk.clock.advance(100);
    expect(desk.model().view).toMatchObject({
      kind: 'home',
      clock: '14:32',
      date: 'Monday 23 November',
      own: 'alice@relay.example',
      news: { name: 'bruno@relay.example', unread: 2, preview: { text: 'two' } },
      unsent: [],
      ways: [{ text: 'History' }, { text: 'Write' }, { text: 'Contacts' }],
      focus: 'news',
    });
    expect(desk.model().statusBar).toMatchObject({ unread: 2, link: { text: 'Registered', icon: 'link' } });
  });

  it('turns its clock at the full minute with one timer and no other wake-up', () => {
    desk.clock.advance(20_000);
    const started = desk.clock.startedTimers;
    desk.clock.advance(10 * 60_000);
    expect(desk.clock.startedTimers - started).toBe(10);
    expect(desk.model().statusBar.clock).toBe('14:42');
  });

  it('opens History and Contacts by arrows and Enter, and comes back by Back', () => {
    desk.press('enter');
    expect(kind()).toBe('history');
    desk.press('back', 'down', 'enter');
    expect(kind()).toBe('contacts');
    desk.press('back', 'back', 'back');
    expect(kind()).toBe('home');
  });

  it('searches for the person whose name is typed', () => {
    desk.handset.addContact('bruno', 'Bruno Ferri');
    desk.handset.addContact('amira', 'Amira Haddad');
    desk.type('bru');
    expect(names()).toEqual(['Bruno Ferri']);
  });

  it.each([
    [{ kind: 'connecting', sinceMs: 0 }, 'Connecting', 'quiet'],
    [{ kind: 'stopped' }, 'Off', 'quiet'],
    [
      { kind: 'unreachable', sinceMs: Date.UTC(2026, 10, 23, 14, 5), reason: 'no-network' },
      'Unreachable since 14:05: no network',
      'warn',
    ],
  ])('says how the relay stands: %j', (link, text, tone) => {
    desk.handset.link = link as typeof desk.handset.link;
    desk.handset.emit({ kind: 'stateChanged' });
    desk.clock.advance(100);
    expect(desk.model().statusBar.link).toMatchObject({ text, tone });
    expect(desk.model().statusBar.link.icon).not.toBeNull();
  });
});

describe('History', () => {
  it('has one row per peer, the newest first, with its last event', () => {
    desk.handset.addContact('bruno', 'Bruno Ferri');
    desk.handset.sendAs(peerAddress('ops'), 'on my way', 'failed');
    desk.handset.receive(bruno, 'one');
    desk.handset.receive(bruno, 'line one\nline two');
    desk.press('enter');
    expect(list().rows).toMatchObject([
      { name: 'Bruno Ferri', initials: 'BF', unread: 2, preview: { text: 'line one line two', icon: null } },
      {
        name: 'ops@relay.example',
        initials: '@',
        unread: 0,
        preview: { text: 'Failed: unknown number', icon: 'alert', tone: 'error' },
      },
    ]);
  });

  it('filters by what is typed, and forgets it by Back', () => {
    desk.handset.addContact('bruno', 'Bruno Ferri');
    desk.handset.receive(bruno, 'x');
    desk.handset.receive(amira, 'y');
    desk.handset.allRead();
    desk.clock.advance(10_000);
    desk.press('enter');
    desk.type('ferri');
    expect(names()).toEqual(['Bruno Ferri']);
    desk.type('zz');
    expect(list()).toMatchObject({ rows: [], focus: -1, empty: 'Nothing found for “ferrizz”' });
    desk.press('enter');
    expect(desk.handset.refusedKeys).toBe(1);
    desk.press('back');
    expect(names()).toHaveLength(2);
    expect(kind()).toBe('history');
  });

  it('keeps the focus on the peer that has it when another comes to the top', () => {
    desk.handset.receive(amira, 'x');
    desk.handset.receive(bruno, 'y');
    desk.press('enter', 'down');
    expect(focused()).toBe('amira@relay.example');
    desk.handset.receive(peerAddress('carol'), 'z');
    desk.clock.advance(KEYS_PAUSE_MS);
    expect(names()[0]).toBe('carol@relay.example');
    expect(focused()).toBe('amira@relay.example');
  });

  it('walks a list of any length while holding a few rows', () => {
    for (let count = 0; count < 300; count += 1) desk.handset.receive(peerAddress(`p${count}`), 'x');
    desk.press('enter');
    desk.hold('down', 299);
    expect(focused()).toBe('p0@relay.example');
    expect(list()).toMatchObject({ moreAbove: true, moreBelow: false });
    expect(list().rows.length).toBeLessThan(40);
    desk.press('down');
    expect(focused()).toBe('p0@relay.example');
    desk.hold('up', 299);
    expect(focused()).toBe('p299@relay.example');
  });

  it('marks a draft', () => {
    desk.handset.sendAs(bruno, 'sent');
    desk.press('enter', 'enter');
    desk.type('half');
    desk.press('back');
    expect(list().rows[0]?.preview).toMatchObject({ text: 'Draft: half', icon: 'pencil' });
  });

  it('shows an unread text instead of a draft, and the draft again once the text was read', () => {
    desk.handset.sendAs(bruno, 'sent');
    desk.press('enter', 'enter');
    desk.type('half');
    desk.press('back');
    const sequence = desk.handset.receive(bruno, 'news');
    desk.clock.advance(100);
    expect(list().rows[0]?.preview).toMatchObject({ text: 'news', icon: null });
    desk.handset.markRead(bruno, sequence);
    desk.clock.advance(100);
    expect(list().rows[0]?.preview).toMatchObject({ text: 'Draft: half', icon: 'pencil' });
  });

  it('finds a text by what the keys can type for its letters, and shows it from there', () => {
    desk.handset.receive(bruno, 'The house stands in the Żółta Straße of Łódź');
    desk.press('enter');
    desk.type('zolta strasse');
    expect(list().rows[0]?.preview.text).toBe('… the Żółta Straße of Łódź');
  });

  it('shows the text that a search found, and opens it where it stands', () => {
    desk.handset.addContact('bruno', 'Bruno Ferri');
    desk.handset.receive(bruno, 'When we meet on Friday, bring the second key');
    for (let count = 0; count < 90; count += 1) desk.handset.receive(bruno, `later ${count}`);
    desk.press('enter');
    desk.type('second');
    expect(list().rows[0]?.preview.text).toBe('… the second key');
    desk.press('enter');
    const { rows, focusKey } = desk.thread();
    const found = rows.find((row) => row.key === focusKey);
    expect(found?.text).toContain('second key');
    expect(desk.thread().moreBelow).toBe(true);
    desk.press('enter');
    desk.hold('down', 100);
    expect(desk.thread().moreBelow).toBe(false);
  });

  it('opens at the end, to write, for a name that a search found', () => {
    desk.handset.receive(bruno, 'last');
    desk.press('enter');
    desk.type('bruno');
    expect(list().rows[0]?.preview.text).toBe('last');
    desk.press('enter');
    expect(desk.thread().focusKey).toBeNull();
  });

  it('lets no control character of a peer into a row', () => {
    desk.handset.receive(bruno, 'a\u202e\u0007b');
    desk.press('enter');
    expect(list().rows[0]?.preview.text).toBe('a□b');
  });
});

describe('Contacts', () => {
  beforeEach(() => {
    desk.handset.addContact('amira', 'Amira Haddad', true);
    desk.handset.addContact('bruno', 'Bruno Ferri');
    desk.handset.receive(peerAddress('ops'), 'hello');
    desk.handset.allRead();
    desk.clock.advance(10_000);
    desk.press('down', 'enter');
  });

  it('has three lists: all, the peers with whom messages were exchanged, and the favourites', () => {
    expect(names()).toEqual(['Amira Haddad', 'Bruno Ferri']);
    desk.press('right');
    expect(names()).toEqual(['ops@relay.example']);
    desk.press('right');
    expect(names()).toEqual(['Amira Haddad']);
    desk.press('right');
    expect(names()).toEqual(['Amira Haddad']);
    desk.press('left', 'left');
    expect(names()).toEqual(['Amira Haddad', 'Bruno Ferri']);
  });

  it("opens a contact's details, whose first item writes", () => {
    desk.press('down', 'enter');
    expect(desk.model().view).toMatchObject({
      kind: 'contact',
      name: 'Bruno Ferri',
      address: 'bruno@relay.example',
      focus: 0,
    });
    desk.press('enter');
    expect(desk.thread()).toMatchObject({ name: 'Bruno Ferri', focusKey: null });
  });

  it('turns a favourite on and off, and shows what the store holds', () => {
    desk.press('down', 'enter', 'down', 'down', 'enter');
    expect(desk.handset.contact(bruno)?.favourite).toBe(true);
    const { view } = desk.model();
    expect(view.kind === 'contact' && view.items.at(2)).toMatchObject({ text: 'Favourite', value: 'On' });
    desk.handset.store.failWritesWith('read-only');
    desk.press('enter');
    expect(desk.handset.contact(bruno)?.favourite).toBe(true);
    expect(desk.handset.refusedKeys).toBe(1);
  });

  it('offers no favourite for a peer that is not in Contacts', () => {
    desk.press('right', 'enter');
    const { view } = desk.model();
    expect(view.kind === 'contact' && view.items.map((item) => item.key)).toEqual(['write', 'thread', 'block']);
  });

  it('blocks a peer after a question, shows it, and lets the peer in again', () => {
    const last = (): unknown => {
      const { view } = desk.model();
      return view.kind === 'contact' ? view.items.at(-1)?.text : view.kind;
    };
    desk.press('down', 'enter', 'down', 'down', 'down', 'enter');
    expect(desk.model().sheet).toMatchObject({ title: 'Block Bruno Ferri?', focus: 0 });
    desk.press('enter');
    expect(desk.handset.standing(bruno)).toBe('known');
    desk.press('enter', 'down', 'enter');
    expect(desk.handset.standing(bruno)).toBe('blocked');
    expect(last()).toBe('Unblock');
    desk.press('enter');
    expect(desk.handset.standing(bruno)).toBe('known');
    expect(last()).toBe('Block');
  });

  it('never stacks a view twice: Back leads home from anywhere', () => {
    desk.press('enter', 'enter');
    for (let count = 0; count < 20; count += 1) desk.press('menu', 'enter');
    expect(desk.session.state.views.length).toBeLessThanOrEqual(4);
    for (let count = 0; count < 5; count += 1) desk.press('back');
    expect(kind()).toBe('home');
  });
});

describe('soft keys', () => {
  it('say what the three keys do at this moment', () => {
    desk = openDesk({ hasSoftKeys: true });
    desk.handset.sendAs(bruno, 'x', 'failed');
    desk.press('enter');
    expect(desk.model().softKeys).toEqual({ left: 'Options', middle: 'Open', right: 'Back' });
    desk.press('enter');
    expect(desk.model().softKeys).toEqual({ left: 'Options', middle: '', right: 'Back' });
    desk.type('a');
    expect(desk.model().softKeys).toEqual({ left: 'Options', middle: 'Send', right: 'Clear' });
    desk.press('soft-right', 'up');
    expect(desk.model().softKeys).toEqual({ left: 'Options', middle: 'Resend', right: 'Back' });
    desk.press('soft-left');
    expect(desk.model().softKeys).toEqual({ left: '', middle: 'Choose', right: 'Close' });
    desk.press('down', 'enter');
    expect(desk.thread().composer.text).toBe('x');
  });

  it('do not leave the view when the key that clears is held', () => {
    desk = openDesk({ hasSoftKeys: true });
    desk.handset.receive(bruno, 'x');
    desk.press('enter', 'enter');
    desk.type('abc');
    desk.hold('soft-right', 20);
    expect(desk.thread().composer.text).toBe('');
  });

  it('are not there on a board without them', () => {
    expect(desk.model().softKeys).toBeNull();
  });
});

it('says everything in the language of the owner', () => {
  desk = openDesk({ language: italian });
  desk.handset.sendAs(bruno, 'ciao', 'failed', 'unknown-number');
  desk.press('enter', 'enter');
  expect(desk.thread().rows[0]).toMatchObject({ state: { text: 'Non riuscito: numero sconosciuto' } });
});

it('names a stuck key until it is free', () => {
  desk.session.stuckKeysChanged(['A', 'Enter']);
  expect(desk.model().notice).toBe('Key stuck: A, Enter');
  desk.session.stuckKeysChanged([]);
  expect(desk.model().notice).toBe('');
});

it('says that nobody knows the time: a question mark behind the clock, words instead of the date', () => {
  desk.handset.isTimeSure = false;
  desk.press('down');
  expect(desk.model().statusBar.clock).toMatch(/^\d\d:\d\d\?$/);
  expect(desk.model().view).toMatchObject({ date: 'Date and time are not sure yet' });
});

it('warns of a low battery where nothing worse is told, and of an empty one above all', () => {
  const level = (battery: BatteryState['level']): string => {
    desk.handset.battery = { percent: 4, isPlugged: false, level: battery };
    desk.press('down');
    return desk.model().notice;
  };
  expect(level('normal')).toBe('');
  expect(level('low')).toBe('Battery low: charge soon');
  expect(desk.model().noticeTone).toBe('warn');
  expect(level('critical')).toBe('Battery almost empty: charge now');
  expect(desk.model().noticeTone).toBe('error');
  desk.handset.storeFailure = 'disk-full';
  expect(level('critical')).toBe('Storage full: nothing can be kept');
  expect(level('empty')).toBe('Battery empty: switching off');
});

it('tells of an update while it is installed, waits or failed, where nothing worse is told', () => {
  const told = (update: UpdateState): string => {
    desk.handset.update = update;
    desk.press('down');
    return desk.model().notice;
  };
  const version = '0.2.0';
  expect(told({ kind: 'fetching', version, percent: 40 })).toBe('');
  expect(told({ kind: 'installing', version, percent: 40, oneWay: false })).toBe('Update 0.2.0: installing, 40 %');
  expect(told({ kind: 'installing', version, percent: 40, oneWay: true })).toBe('Update 0.2.0: 40 %, no way back');
  expect(told({ kind: 'ready', version, oneWay: false })).toContain('restarts when left alone');
  expect(desk.model().noticeTone).toBe('warn');
  for (const reason of UPDATE_FAILURES) expect(told({ kind: 'failed', version, reason })).toMatch(/[Uu]pdate/);
  desk.handset.storageLow = true;
  expect(told({ kind: 'ready', version, oneWay: false })).toBe('Storage almost full: delete threads');
});

it('says on every view that the store cannot write', () => {
  desk.handset.storeFailure = 'disk-full';
  desk.press('enter');
  expect(desk.model().notice).toBe('Storage full: nothing can be kept');
});
