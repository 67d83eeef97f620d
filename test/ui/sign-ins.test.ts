import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/time.ts';
import { italian } from '../../src/ui/languages/it.ts';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
let desk: Desk;

beforeEach(() => {
  desk = openDesk();
  desk.handset.addContact('bruno', 'Bruno Ferri');
});

function signIn(device = 'thief'): void {
  desk.handset.store.messages.recordSignIn(device, epochMs(desk.clock.wallMs()));
  desk.handset.emit({ kind: 'signInsChanged' });
  desk.clock.advance(1_000);
}

const kind = (): string => desk.model().view.kind;
const news = () => {
  const { view } = desk.model();
  return view.kind === 'home' ? view.news : null;
};
const unseen = (): boolean => desk.handset.state().otherDeviceAtMs !== null;

describe('another device that signed in', () => {
  it('is the first row of Home before any message, and leads to what it means, where it is seen', () => {
    desk.handset.receive(bruno, 'hello');
    signIn();
    expect(news()).toMatchObject({
      name: 'Another device',
      icon: 'alert',
      preview: { text: 'signed in to your account' },
    });
    desk.clock.advance(5_000);
    desk.press('enter');
    expect(desk.model()).toMatchObject({
      view: {
        kind: 'signIns',
        title: 'Other devices',
        hint: ['It gets what is sent to you', 'Not yours? Call your operator'],
      },
      banner: { title: 'Bruno Ferri' },
    });
    expect(unseen()).toBe(false);
    desk.press('back');
    expect(news()).toMatchObject({ name: 'Bruno Ferri' });
  });

  it('stands in a line over other views until it was seen, and the menu leads to it', () => {
    desk.press('enter');
    desk.press('home');
    desk.press('soft-left');
    signIn();
    expect(kind()).toBe('contacts');
    desk.clock.advance(60_000);
    expect(desk.model().banner).toMatchObject({
      title: 'Another device',
      text: 'signed in to your account',
      tone: 'warn',
    });
    desk.press('menu');
    expect(desk.model().sheet?.rows[0]).toMatchObject({ key: 'signIns', text: 'Another device' });
    desk.press('enter');
    expect(kind()).toBe('signIns');
    desk.press('back');
    expect(desk.model().banner).toBeNull();
  });

  it('is told on the lock without a name, and is not seen behind it', () => {
    desk.press('lock');
    signIn();
    expect(desk.model().view).toMatchObject({ kind: 'lock', warning: 'Another device signed in' });
    expect(unseen()).toBe(true);
  });

  it('is the first row of History until it was seen, then one behind the requests, and opens by Enter and Right', () => {
    for (const user of ['one', 'two', 'three', 'four']) desk.handset.receive(peerAddress(user), 'hello');
    desk.handset.request('stranger', 'spam');
    signIn();
    desk.clock.advance(60_000);
    const rows = (): readonly string[] => {
      const { view } = desk.model();
      return view.kind === 'history' ? view.list.rows.map(({ name }) => name) : [kind()];
    };
    desk.press('home', 'down');
    while (desk.model().view.kind === 'home') {
      const { view } = desk.model();
      if (view.kind === 'home' && view.focus === 'history') desk.press('enter');
      else desk.press('down');
    }
    expect(rows()[0]).toBe('Another device');
    desk.press('menu');
    expect(desk.model().sheet).toMatchObject({
      text: 'Other devices',
      rows: [{ key: 'signIns' }, { key: 'open' }, { key: 'blocked' }],
    });
    desk.press('enter');
    expect(kind()).toBe('signIns');
    desk.press('back');
    expect(rows()).toEqual([
      'four@relay.example',
      'three@relay.example',
      'two@relay.example',
      'Requests',
      'Another device',
      'one@relay.example',
    ]);
    // The focus stayed on the row.
    desk.press('right');
    expect(kind()).toBe('signIns');
  });

  it('stands with its time in each thread, in the owner’s language', () => {
    desk = openDesk({ language: italian });
    desk.handset.addContact('bruno', 'Bruno Ferri');
    desk.handset.receive(bruno, 'ciao');
    signIn();
    desk.clock.advance(5_000);
    desk.press('enter', 'back', 'enter');
    const { view } = desk.model();
    expect(view.kind === 'thread' && view.rows.map((row) => ('text' in row ? row.text : ''))).toContainEqual(
      expect.stringMatching(/^Accesso di un altro dispositivo \d\d:\d\d$/),
    );
  });

  it('is shown with those before it, the newest first, and a new one takes the focus', () => {
    signIn('first');
    desk.clock.advance(60_000);
    desk.press('enter', 'down');
    signIn('second');
    expect(desk.model().view).toMatchObject({ kind: 'signIns', list: { focus: 0 } });
    expect(unseen()).toBe(false);
    desk.press('down', 'down');
    expect(desk.model().view).toMatchObject({ list: { focus: 1, rows: { length: 2 } } });
    desk.press('enter');
    expect(kind()).toBe('home');
  });
});
