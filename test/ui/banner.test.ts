import { beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../src/domain/history/event.ts';
import { deviceAgeMs, epochMs } from '../../src/domain/time.ts';
import { BANNER_MS, GRACE_MS, HANDSET_FRAME_MS, KEYS_PAUSE_MS } from '../../src/ui/session.ts';
import { NOW_MS, openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
const amira = peerAddress('amira');
let desk: Desk;

beforeEach(() => {
  desk = openDesk();
  desk.handset.addContact('bruno', 'Bruno Ferri');
  desk.clock.advance(100);
});

function receive(peer = bruno, text = 'Meet at the south gate'): number {
  const sequence = desk.handset.receive(peer, text);
  desk.clock.advance(HANDSET_FRAME_MS);
  return sequence;
}

/** From Home to Contacts, where nothing but a line can tell of news. */
function openContacts(): void {
  desk.press('down', 'enter');
}

describe('a line about news', () => {
  it('shows who and what under the header of any view, and takes no key: Menu, Enter reads it', () => {
    openContacts();
    receive();
    expect(desk.model().banner).toMatchObject({
      title: 'Bruno Ferri',
      text: 'Meet at the south gate',
      hint: 'Menu, Enter',
      tone: 'text',
    });
    desk.press('menu');
    expect(desk.model().sheet?.rows[0]).toMatchObject({ text: 'Read Bruno Ferri' });
    desk.press('enter');
    expect(desk.thread().name).toBe('Bruno Ferri');
    expect(desk.model().banner).toBeNull();
  });

  it('goes by itself', () => {
    openContacts();
    receive();
    desk.clock.advance(BANNER_MS);
    expect(desk.model().banner).toBeNull();
  });

  it('is what Menu, Enter leads to for a moment longer: at its end the keys meant something else', () => {
    openContacts();
    receive(amira, 'x');
    desk.clock.advance(BANNER_MS + GRACE_MS - HANDSET_FRAME_MS - 1);
    expect(desk.model().banner).toBeNull();
    desk.press('menu', 'enter');
    expect(desk.thread().name).toBe('amira@relay.example');
    desk.press('home');
    openContacts();
    receive(bruno, 'x');
    desk.clock.advance(BANNER_MS + GRACE_MS);
    desk.press('menu');
    expect(desk.model().sheet?.rows.map(({ text }) => text)).toEqual(['Write', 'Contact']);
  });

  it.each(['enter', 'back', 'up', 'down', 'left', 'right'] as const)('leaves %s what it was', (command) => {
    openContacts();
    desk.press(command);
    const without = desk.model().view;
    desk = openDesk();
    desk.handset.addContact('bruno', 'Bruno Ferri');
    openContacts();
    receive(amira, 'x');
    desk.press(command);
    expect(desk.model().view.kind).toBe(without.kind);
  });

  it('is not there where the view itself tells of news: on Home and in History', () => {
    receive();
    expect(desk.model().banner).toBeNull();
    expect(desk.model().view).toMatchObject({ kind: 'home', news: { name: 'Bruno Ferri', unread: 1 } });
    desk.handset.allRead();
    desk.clock.advance(HANDSET_FRAME_MS);
    desk.press('enter');
    receive(amira, 'x');
    expect(desk.model().banner).toBeNull();
    desk.clock.advance(KEYS_PAUSE_MS);
    expect(desk.model().view).toMatchObject({ kind: 'history', list: { rows: [{ unread: 1 }, { unread: 0 }] } });
  });

  it('is there over every list that has no row for it: a search, the requests, the devices', () => {
    desk.handset.request('kestrel', 'Hello');
    desk.press('enter');
    desk.type('kes');
    receive();
    expect(desk.model().banner?.title).toBe('Bruno Ferri');
    desk.press('backspace', 'backspace', 'backspace');
    expect(desk.model().banner).toBeNull();
    desk.clock.advance(KEYS_PAUSE_MS);
    desk.press('down', 'enter');
    expect(desk.model().view.kind).toBe('requests');
    receive(bruno, 'again');
    expect(desk.model().banner?.text).toBe('again');
    desk.handset.store.messages.recordSignIn('other', epochMs(NOW_MS));
    desk.handset.emit({ kind: 'signInsChanged' });
    desk.clock.advance(BANNER_MS + GRACE_MS);
    desk.press('menu', 'enter');
    expect(desk.model().view.kind).toBe('signIns');
    receive(bruno, 'and again');
    expect(desk.model().banner?.text).toBe('and again');
    desk.press('menu', 'enter');
    expect(desk.thread().name).toBe('Bruno Ferri');
  });

  it('never catches the Enter that sends, and leaves the peer’s name where it is', () => {
    desk.handset.receive(amira, 'x');
    desk.press('enter', 'enter');
    desk.type('My answer');
    receive();
    desk.press('enter');
    expect(desk.handset.sentBodies).toEqual(['My answer']);
    expect(desk.thread().name).toBe('amira@relay.example');
    desk.press('menu', 'enter');
    expect(desk.thread().name).toBe('Bruno Ferri');
  });

  it('keeps the draft of the thread that it leads away from', () => {
    desk.handset.receive(amira, 'x');
    desk.press('enter', 'enter');
    desk.type('half');
    receive();
    desk.press('menu', 'enter');
    expect(desk.handset.draft(amira)?.text).toBe('half');
  });

  it('does not catch the Enter of a search either', () => {
    desk.handset.receive(amira, 'x');
    desk.handset.allRead();
    desk.clock.advance(HANDSET_FRAME_MS);
    desk.press('enter');
    desk.type('amira');
    receive();
    desk.press('enter');
    expect(desk.thread().name).toBe('amira@relay.example');
  });

  it('gives way to the newest', () => {
    openContacts();
    receive(amira, 'first');
    receive(bruno, 'second');
    expect(desk.model().banner?.text).toBe('second');
    desk.clock.advance(BANNER_MS - HANDSET_FRAME_MS - 1);
    expect(desk.model().banner).not.toBeNull();
  });

  it('goes when its thread is opened on another way', () => {
    openContacts();
    receive();
    desk.type('bruno');
    desk.press('enter', 'enter');
    expect(desk.thread().name).toBe('Bruno Ferri');
    expect(desk.model().banner).toBeNull();
  });

  it('leads to what came by the keys that it names, from a view without a menu of its own too', () => {
    desk.handset.sendAs(bruno, 'On my way');
    desk.press('enter', 'enter', 'up', 'right');
    expect(desk.model().view.kind).toBe('details');
    receive(amira, 'x');
    expect(desk.model().banner?.hint).toBe('Menu, Enter');
    desk.press('menu', 'enter');
    expect(desk.thread().name).toBe('amira@relay.example');
  });

  it('changes no row of a menu that is open', () => {
    openContacts();
    desk.press('menu');
    const rows = desk.model().sheet?.rows;
    receive(amira, 'x');
    expect(desk.model().sheet?.rows).toEqual(rows);
    desk.press('back', 'menu');
    expect(desk.model().sheet?.rows.map(({ text }) => text)).toEqual(['Read amira@relay.example', 'Write', 'Contact']);
    desk.clock.advance(BANNER_MS);
    desk.press('enter');
    expect(desk.thread().name).toBe('amira@relay.example');
  });
});

describe('the news on Home', () => {
  it('are its first row and have the focus, so that Enter reads them', () => {
    receive();
    desk.clock.advance(GRACE_MS);
    desk.press('enter');
    expect(desk.thread().name).toBe('Bruno Ferri');
  });

  it('leave Enter what it was for a moment: the thumb may be on its way', () => {
    receive();
    expect(desk.model().view).toMatchObject({ focus: 'news' });
    desk.press('enter');
    expect(desk.model().view.kind).toBe('history');
  });

  it('do not swap the peer under the thumb', () => {
    receive();
    desk.clock.advance(GRACE_MS);
    receive(amira, 'now');
    desk.press('enter');
    expect(desk.thread().name).toBe('Bruno Ferri');
  });

  it('do not take a focus that the owner has moved', () => {
    desk.press('down');
    receive();
    desk.clock.advance(60_000);
    expect(desk.model().view).toMatchObject({ focus: 'contacts' });
    desk.press('enter');
    expect(desk.model().view.kind).toBe('contacts');
    desk.press('back');
    expect(desk.model().view).toMatchObject({ focus: 'news' });
  });
});

describe('the warning that the storage has lost messages', () => {
  beforeEach(() => {
    desk.handset.changesLostAtMs = epochMs(NOW_MS - 60_000);
    desk.handset.emit({ kind: 'stateChanged' });
    desk.clock.advance(HANDSET_FRAME_MS);
  });

  it('stands over every view until the owner has seen it, and takes no key', () => {
    expect(desk.model().banner).toEqual({
      icon: 'alert',
      title: 'Storage damaged',
      text: 'Some messages may be missing, noticed 14:31',
      hint: 'Menu,\u00a0Enter:\u00a0OK',
      tone: 'warn',
    });
    desk.clock.advance(10 * 60_000);
    desk.press('enter', 'back', 'down');
    expect(desk.model().banner?.title).toBe('Storage damaged');
    desk.press('menu', 'enter');
    expect(desk.handset.changesLostAtMs).toBeNull();
    expect(desk.model().banner).toBeNull();
    expect(desk.model().view.kind).toBe('home');
  });

  it('can be acknowledged also where there is nothing else to do', () => {
    desk.press('enter');
    expect(desk.model().view).toMatchObject({ kind: 'history', list: { rows: [] } });
    desk.press('menu', 'enter');
    expect(desk.handset.changesLostAtMs).toBeNull();
  });

  it('gives way to news for their time', () => {
    openContacts();
    receive(amira, 'news');
    expect(desk.model().banner?.text).toBe('news');
    desk.clock.advance(BANNER_MS);
    expect(desk.model().banner?.title).toBe('Storage damaged');
  });
});

describe('the warning that a message is about to be given up', () => {
  beforeEach(() => {
    const id = desk.handset.sendAs(bruno, 'still waiting', 'sending');
    desk.handset.change(id, 'waiting', null, [], deviceAgeMs(desk.handset.ageMs() + 3_600_000));
    desk.handset.emit({ kind: 'givingUpSoon', peer: bruno, sequence: 1 });
    desk.clock.advance(HANDSET_FRAME_MS);
  });

  it('stays until it is acted on, and sends at once by Menu, Enter', () => {
    desk.clock.advance(10 * 60_000);
    expect(desk.model().banner).toMatchObject({ text: 'Not sent yet, gives up at 15:32', icon: 'clock' });
    desk.press('menu', 'enter');
    expect(desk.handset.resentIds).toHaveLength(1);
    expect(desk.model().banner).toBeNull();
  });

  it('tells the end by the clock as it is now, though it was set meanwhile', () => {
    desk.clock.setWall(desk.clock.wallMs() + 2 * 3_600_000);
    desk.handset.emit({ kind: 'stateChanged' });
    desk.clock.advance(HANDSET_FRAME_MS);
    expect(desk.model().banner?.text).toBe('Not sent yet, gives up at 17:32');
    desk.press('lock');
    expect(desk.model().view).toMatchObject({ kind: 'lock', warning: 'Not sent yet, gives up at 17:32' });
  });

  it('says why a resend was refused, and stays', () => {
    desk.handset.refusal = 'disk-full';
    desk.press('menu', 'enter');
    expect(desk.model().notice).toBe('Not sent: the storage is full');
    expect(desk.model().banner?.tone).toBe('warn');
    desk.press('down');
    expect(desk.model().notice).toBe('');
  });

  it('goes when the message went out', () => {
    const message = messageOf(desk.handset.event(1));
    if (message?.direction !== 'outgoing') throw new Error('no message');
    desk.handset.change(message.id, 'enqueued');
    desk.clock.advance(HANDSET_FRAME_MS);
    expect(desk.model().banner).toBeNull();
  });
});

it('the warning goes when the message went out, though the next one to that peer did within the same frame', () => {
  const id = desk.handset.sendAs(bruno, 'still waiting', 'waiting');
  desk.handset.emit({ kind: 'givingUpSoon', peer: bruno, sequence: 1 });
  desk.clock.advance(HANDSET_FRAME_MS);
  expect(desk.model().banner?.tone).toBe('warn');
  desk.handset.change(id, 'enqueued');
  desk.handset.sendAs(bruno, 'and another', 'enqueued');
  desk.clock.advance(HANDSET_FRAME_MS);
  expect(desk.model().banner).toBeNull();
});

describe('events of the handset', () => {
  it('are never drawn from inside the call that told them', () => {
    const frames = desk.frames();
    desk.handset.receive(bruno, 'x');
    expect(desk.frames()).toBe(frames);
    desk.clock.advance(0);
    expect(desk.frames()).toBe(frames + 1);
  });

  it('share frames when they come in a flood', () => {
    const frames = desk.frames();
    for (let count = 0; count < 1000; count += 1) {
      desk.handset.receive(bruno, `text ${count}`);
      desk.clock.advance(1);
    }
    // One more when the news on Home count for Enter.
    expect(desk.frames() - frames).toBeLessThanOrEqual(1000 / HANDSET_FRAME_MS + 2);
    desk.clock.advance(HANDSET_FRAME_MS);
    expect(desk.model().statusBar.unread).toBe(1000);
  });
});
