import { beforeEach, describe, expect, it } from 'vitest';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
let desk: Desk;

beforeEach(() => {
  desk = openDesk();
  desk.handset.addContact('bruno', 'Bruno Ferri');
});

const rows = (): readonly string[] => {
  const { view } = desk.model();
  if (view.kind !== 'history' && view.kind !== 'requests') throw new Error(`the screen shows ${view.kind}`);
  return view.list.rows.map(({ name }) => name);
};
const kind = (): string => desk.model().view.kind;
const sheet = (): readonly string[] => desk.model().sheet?.rows.map(({ text }) => text) ?? [];

describe('History', () => {
  it('has one row for all who are no contacts, behind the third and never first', () => {
    for (const user of ['one', 'two', 'three', 'four', 'five']) desk.handset.receive(peerAddress(user), 'hello');
    for (let index = 0; index < 20; index += 1) desk.handset.request(`stranger${index}`, 'spam');
    desk.press('enter');
    expect(rows()).toEqual([
      'five@relay.example',
      'four@relay.example',
      'three@relay.example',
      'Requests',
      'two@relay.example',
      'one@relay.example',
    ]);
    const { view } = desk.model();
    expect(view.kind === 'history' && view.list.rows[3]).toMatchObject({
      preview: { text: '20 strangers' },
      note: '20 new',
      unread: 0,
    });
  });

  it('scrolls through any number of threads past that row, each once', () => {
    for (let index = 0; index < 130; index += 1) desk.handset.receive(peerAddress(`p${index}`), 'hello');
    desk.handset.request('stranger', 'hello');
    desk.press('enter');
    const met: string[] = [];
    for (let index = 0; index < 131; index += 1) {
      const { view } = desk.model();
      if (view.kind !== 'history') throw new Error('not History');
      met.push(view.list.rows[view.list.focus]?.name ?? '');
      desk.press('down');
    }
    expect(new Set(met).size).toBe(131);
    expect(met.indexOf('Requests')).toBe(3);
    expect(met.at(-1)).toBe('p0@relay.example');
  });

  it('finds them when it searches, and has no such row when there are none', () => {
    desk.handset.receive(bruno, 'hello');
    desk.press('enter');
    expect(rows()).toEqual(['Bruno Ferri']);
    desk.handset.request('kestrel', 'harbour');
    desk.clock.advance(100);
    expect(rows()).toEqual(['Bruno Ferri', 'Requests']);
    desk.type('harb');
    expect(rows()).toEqual(['kestrel@relay.example']);
  });
});

describe('Requests', () => {
  beforeEach(() => {
    desk.handset.sendAs(bruno, 'hello');
    desk.handset.request('kestrel', 'Hello, this is Marta');
    desk.handset.request('desk', 'Parcel');
    desk.press('enter', 'down', 'enter');
  });

  it('lists the senders with their words, and says what they learn', () => {
    expect(rows()).toEqual(['desk@relay.example', 'kestrel@relay.example']);
    expect(desk.model().view).toMatchObject({
      title: 'Requests',
      aside: '2',
      hint: ['They do not see whether you are here or have read', 'Enter:\u00a0read · Menu: save, block, delete'],
    });
    desk.press('enter');
    expect(desk.thread().name).toBe('desk@relay.example');
  });

  it('moves to History whoever is saved', () => {
    desk.press('menu');
    expect(sheet()).toEqual(['Save as contact', 'Delete thread', 'Block']);
    desk.type('s');
    expect(desk.handset.contact(peerAddress('desk'))).toMatchObject({ name: 'desk', favourite: false });
    expect(rows()).toEqual(['kestrel@relay.example']);
    desk.press('back');
    expect(rows()).toEqual(['desk', 'Bruno Ferri', 'Requests']);
  });

  it('moves to History whoever is answered', () => {
    desk.press('enter');
    desk.type('who are you?');
    desk.press('enter', 'back', 'back');
    expect(rows()).toEqual(['desk@relay.example', 'Bruno Ferri', 'Requests']);
  });

  it('blocks after one question, in which keeping has the focus', () => {
    desk.press('menu');
    desk.type('b');
    expect(desk.model().sheet).toMatchObject({ title: 'Block desk@relay.example?', focus: 0 });
    desk.press('enter');
    expect(desk.handset.standing(peerAddress('desk'))).toBe('stranger');
    desk.press('menu');
    desk.type('b');
    desk.press('down', 'enter');
    expect(desk.handset.standing(peerAddress('desk'))).toBe('blocked');
    expect(rows()).toEqual(['kestrel@relay.example']);
  });

  it('deletes after one question, by the key that deletes too', () => {
    desk.press('menu', 'backspace', 'down', 'enter');
    expect(rows()).toEqual(['kestrel@relay.example']);
    desk.press('menu', 'backspace', 'down', 'enter');
    expect(desk.model().view).toMatchObject({ list: { empty: 'No requests' } });
    desk.press('back');
    expect(rows()).toEqual(['Bruno Ferri']);
  });

  it('never blocks or deletes another sender, when the one that was asked about is gone meanwhile', () => {
    for (const choice of ['b', 'x']) {
      desk.press('menu');
      desk.type(choice);
      desk.press('down');
      desk.handset.deleteThread(peerAddress('desk'));
      desk.clock.advance(100);
      desk.press('enter');
      expect(desk.handset.standing(peerAddress('kestrel'))).toBe('stranger');
      expect(rows()).toEqual(['kestrel@relay.example']);
      expect(sheet()).toEqual([]);
      desk.handset.request('desk', 'Parcel');
      desk.press('back', 'enter');
    }
  });

  it('deletes no message that came after the question, and says so', () => {
    desk.press('menu', 'backspace', 'down');
    desk.handset.request('desk', 'one more');
    desk.clock.advance(100);
    desk.press('enter');
    expect(rows()).toEqual(['desk@relay.example', 'kestrel@relay.example']);
    expect(desk.model().notice).toBe('Not deleted: a new message came');
    desk.press('menu', 'backspace', 'down', 'enter');
    expect(rows()).toEqual(['kestrel@relay.example']);
  });

  it('says how many were not kept, until it was left', () => {
    for (let index = 0; index < 35; index += 1) desk.handset.request('flood', `${index}`);
    desk.press('back', 'enter');
    expect(desk.model().view).toMatchObject({ hint: ['5 more were not kept', expect.any(String)] });
    desk.press('back', 'enter');
    expect(desk.model().view).toMatchObject({ hint: [expect.stringMatching(/do not see/), expect.any(String)] });
  });
});

describe('who is blocked', () => {
  it('stands in a list of their own, and is let in again from there', () => {
    desk.handset.sendAs(bruno, 'hello');
    desk.press('enter', 'menu');
    desk.type('b');
    desk.press('down', 'enter');
    expect(desk.model().view).toMatchObject({ list: { rows: [] } });
    desk.press('menu');
    desk.type('p');
    expect(rows()).toEqual(['Bruno Ferri']);
    desk.press('menu', 'enter');
    expect(desk.handset.standing(bruno)).toBe('known');
    expect(desk.model().view).toMatchObject({ list: { empty: 'Nobody is blocked' } });
    desk.press('back');
    expect(rows()).toEqual(['Bruno Ferri']);
  });
});

describe('a message', () => {
  it('is deleted after one question, and the field has the focus then', () => {
    desk.handset.receive(bruno, 'one');
    desk.handset.receive(bruno, 'two');
    desk.press('enter', 'enter', 'up', 'menu', 'backspace');
    expect(desk.model().sheet).toMatchObject({ title: 'Delete this message?', focus: 0 });
    desk.press('down', 'enter');
    expect(desk.thread().rows.flatMap((row) => (row.kind === 'bubble' ? [row.text] : []))).toEqual(['one']);
    expect(desk.thread().focusKey).toBeNull();
  });

  it('leaves the reader where he is, and what comes then is shown', () => {
    for (let count = 0; count < 40; count += 1) desk.handset.receive(bruno, `text ${count}`);
    desk.press('enter', 'enter', 'up', 'up');
    const { unread } = desk.handset.state();
    const gone = desk.thread().focusKey;
    desk.press('menu', 'backspace', 'down', 'enter');
    const { holdKey, rows: left } = desk.thread();
    expect(left.some(({ key }) => key === gone)).toBe(false);
    expect(left.find(({ key }) => key === holdKey)?.text).toBe('text 0');
    // The one that moved up into its place is read now.
    expect(desk.handset.state().unread).toBe(unread - 1);
    desk.press('menu');
    desk.type('n');
    desk.press('up', 'menu', 'backspace', 'down', 'enter');
    desk.handset.receive(bruno, 'after it');
    desk.clock.advance(100);
    expect(desk.thread().rows.at(-1)?.text).toBe('after it');
  });

  it('that is still to be sent cannot be deleted, and neither can its thread, which says why', () => {
    desk.handset.sendAs(bruno, 'on its way', 'waiting');
    desk.press('enter', 'enter', 'up', 'menu');
    expect(sheet()).not.toContain('Delete');
    desk.press('back', 'back', 'back', 'menu', 'backspace', 'down', 'enter');
    expect(kind()).toBe('history');
    expect(desk.model().notice).toBe('Not deleted: it is still to be sent');
    expect(rows()).toEqual(['Bruno Ferri']);
  });

  it('that was cut says how much is missing', () => {
    desk.handset.request('kestrel', 'the beginning', 58_904);
    desk.press('enter', 'enter', 'enter');
    expect(desk.thread().rows.at(-1)).toMatchObject({ state: { text: '… cut, 59\u00a0kB more', tone: 'warn' } });
  });
});
