import { beforeEach, describe, expect, it } from 'vitest';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
let desk: Desk;

/** Hits far apart, the newest of them the last message. */
const HITS = [3, 40, 41, 130, 199];
const COUNT = 200;

beforeEach(() => {
  desk = openDesk();
  desk.handset.addContact('bruno', 'Bruno Ferri');
  for (let at = 0; at < COUNT; at += 1) {
    const text = HITS.includes(at) ? `${at}: the south GÂTE` : `${at}: nothing`;
    if (at % 3 === 0) desk.handset.sendAs(bruno, text);
    else desk.handset.receive(bruno, text);
  }
  desk.handset.allRead();
  desk.clock.advance(10_000);
  desk.press('enter');
  desk.type('south gate');
  desk.press('enter');
});

function focused(): number | null {
  const { rows, focusKey } = desk.thread();
  const text = rows.find(({ key }) => key === focusKey)?.text;
  return text === undefined ? null : Number.parseInt(text, 10);
}

describe('a thread that a search opened', () => {
  it('stands at the newest hit, and says what the keys do', () => {
    expect(focused()).toBe(199);
    expect(desk.thread().hint?.keys).toBe('Up,\u00a0Down:\u00a0other\u00a0hits · Enter:\u00a0stay');
  });

  it('goes to every hit of the peer by Up, back by Down, and stops at both ends', () => {
    const met: unknown[] = [focused()];
    for (let count = 0; count < HITS.length; count += 1) {
      desk.press('up');
      met.push(focused());
    }
    expect(met).toEqual([199, 130, 41, 40, 3, 3]);
    expect(desk.handset.refusedKeys).toBe(1);
    met.length = 0;
    for (let count = 0; count < HITS.length; count += 1) {
      desk.press('down');
      met.push(focused());
    }
    expect(met).toEqual([40, 41, 130, 199, 199]);
    expect(desk.handset.refusedKeys).toBe(2);
  });

  it('is read on from a hit after Enter, which sends nothing again', () => {
    desk.press('up', 'enter');
    expect(focused()).toBe(130);
    expect(desk.handset.resentIds).toEqual([]);
    desk.press('up', 'up');
    expect(focused()).toBe(128);
  });

  it('takes letters into the field, and Back leads to its end and then to the search', () => {
    desk.press('up');
    desk.type('x');
    expect(focused()).toBeNull();
    expect(desk.thread().composer.text).toBe('x');
    desk.press('backspace', 'up', 'up');
    expect(focused()).toBe(198);
    desk.press('back', 'back');
    expect(desk.model().view).toMatchObject({ kind: 'history', filter: 'south gate' });
  });

  it('goes to the field when the hit is deleted meanwhile', () => {
    desk.press('up');
    const { focusKey } = desk.thread();
    desk.handset.deleteEvent(Number(focusKey?.split(':')[1]));
    desk.clock.advance(100);
    expect(focused()).toBeNull();
  });
});

describe('a request that a search found', () => {
  it('is opened at the text too', () => {
    desk.handset.request('kestrel', 'meet me at the harbour');
    desk.handset.request('kestrel', 'no answer?');
    desk.press('home', 'down', 'up');
    desk.press('home');
    while (desk.model().view.kind !== 'history') desk.press('enter');
    expect(desk.model().view.kind).toBe('history');
    desk.type('harbour');
    desk.press('enter');
    expect(desk.thread().rows.find(({ key }) => key === desk.thread().focusKey)?.text).toBe('meet me at the harbour');
  });
});
