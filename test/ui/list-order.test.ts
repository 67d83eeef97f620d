import { beforeEach, describe, expect, it } from 'vitest';
import type { PersonListModel } from '../../src/ui/present/models.ts';
import { HANDSET_FRAME_MS, KEYS_PAUSE_MS } from '../../src/ui/session.ts';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const [amira, bruno, carol] = [peerAddress('amira'), peerAddress('bruno'), peerAddress('carol')];
let desk: Desk;

const list = (): PersonListModel => (desk.model().view as unknown as { readonly list: PersonListModel }).list;
const names = (): readonly string[] => list().rows.map(({ name }) => name);
const frame = (): void => {
  desk.clock.advance(HANDSET_FRAME_MS);
};

beforeEach(() => {
  desk = openDesk();
  for (const name of ['amira', 'bruno', 'carol']) desk.handset.addContact(name, name);
  for (const peer of [carol, amira, bruno]) desk.handset.receive(peer, 'hello');
  desk.handset.allRead();
  frame();
  desk.press('down');
  while (desk.model().view.kind !== 'history') desk.press(...openHistory());
});

function openHistory(): readonly ['enter'] | readonly ['up'] {
  return (desk.model().view as { readonly focus?: string }).focus === 'history' ? ['enter'] : ['up'];
}

describe('a list under the thumb', () => {
  it('tells news in the row at once, and lets the row rise when no key was pressed for 3 s', () => {
    expect(names()).toEqual(['bruno', 'amira', 'carol']);
    desk.press('down');
    desk.handset.receive(carol, 'news');
    frame();
    expect(names()).toEqual(['bruno', 'amira', 'carol']);
    expect(list().rows[2]).toMatchObject({ unread: 1, preview: { text: 'news' } });
    desk.clock.advance(KEYS_PAUSE_MS - HANDSET_FRAME_MS - 1);
    expect(names()).toEqual(['bruno', 'amira', 'carol']);
    desk.clock.advance(1);
    expect(names()).toEqual(['carol', 'bruno', 'amira']);
    expect(list().rows[list().focus]?.name).toBe('amira');
  });

  it('waits anew after each key', () => {
    desk.handset.receive(carol, 'news');
    desk.press('down');
    for (let count = 0; count < 4; count += 1) {
      desk.clock.advance(KEYS_PAUSE_MS - 500);
      desk.press(count % 2 === 0 ? 'up' : 'down');
      expect(names()[0]).toBe('bruno');
    }
    desk.clock.advance(KEYS_PAUSE_MS);
    expect(names()[0]).toBe('carol');
  });

  it('is in order at once when nobody touched a key, and when it is opened again', () => {
    desk.clock.advance(KEYS_PAUSE_MS);
    desk.handset.receive(carol, 'news');
    frame();
    expect(names()[0]).toBe('carol');
    desk.press('down');
    desk.handset.receive(amira, 'news');
    desk.press('enter', 'back');
    expect(names()[0]).toBe('amira');
  });

  it('shows a new sender when the rows take their places', () => {
    const dora = desk.handset.addContact('dora', 'dora');
    desk.press('down');
    desk.handset.receive(dora, 'first');
    frame();
    expect(names()).toEqual(['bruno', 'amira', 'carol']);
    expect(desk.model().statusBar.unread).toBe(1);
    desk.clock.advance(KEYS_PAUSE_MS);
    expect(names()).toEqual(['dora', 'bruno', 'amira', 'carol']);
  });

  it('gives the focus to the neighbour of a thread that is deleted', () => {
    desk.press('down', 'menu', 'backspace', 'down', 'enter');
    expect(names()).toEqual(['bruno', 'carol']);
    expect(list().focus).toBe(1);
  });

  it('keeps every row while one walks a long list and others write', () => {
    for (let count = 0; count < 120; count += 1) desk.handset.receive(peerAddress(`p${count}`), 'x');
    desk.handset.allRead();
    desk.clock.advance(KEYS_PAUSE_MS);
    const met = new Set<string>();
    const walked = desk.handset.threads({ filter: '', offset: 0, limit: 400 }).length;
    for (let count = 0; count < walked + 10; count += 1) {
      desk.press('down');
      met.add(list().rows[list().focus]?.key ?? '');
      if (count % 10 === 5) desk.handset.receive(amira, `again ${count}`);
      if (count % 10 === 6) frame();
    }
    // The walk begins under the first row, and who writes again and again has gone to the top.
    expect(met.size).toBe(walked - 2);
  });

  it('holds for what was not sent: a message that goes out leaves its row to the thumb', () => {
    const gone = desk.handset.sendAs(bruno, 'one', 'failed', 'unknown-number');
    desk.handset.sendAs(carol, 'two', 'failed', 'unknown-number');
    desk.press('home', 'up', 'enter');
    expect(names()).toEqual(['carol', 'bruno']);
    desk.press('down');
    desk.handset.change(gone, 'delivered');
    frame();
    expect(names()).toEqual(['carol', 'bruno']);
    desk.press('enter');
    expect(desk.thread().name).toBe('bruno');
    desk.press('back', 'back');
    expect(names()).toEqual(['carol']);
  });
});
