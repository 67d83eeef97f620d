import { beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../src/domain/history/event.ts';
import { deviceAgeMs, epochMs } from '../../src/domain/time.ts';
import { BANNER_MS, HANDSET_FRAME_MS } from '../../src/ui/session.ts';
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

describe('a notification', () => {
  it('does not catch a key that went down before it was seen', () => {
    desk.handset.receive(bruno, 'x');
    desk.press('enter');
    expect(desk.model().view.kind).toBe('history');
    expect(desk.model().banner?.text).toBe('x');
  });

  it('shows who and what over any view, and opens the thread by Enter', () => {
    receive();
    expect(desk.model().banner).toMatchObject({
      title: 'Bruno Ferri',
      text: 'Meet at the south gate',
      hint: 'Enter opens',
    });
    desk.press('enter');
    expect(desk.thread().name).toBe('Bruno Ferri');
    expect(desk.model().banner).toBeNull();
  });

  it('goes by itself', () => {
    receive();
    desk.clock.advance(BANNER_MS);
    expect(desk.model().banner).toBeNull();
  });

  it('goes by Back, which does nothing else', () => {
    desk.press('enter');
    receive();
    desk.press('back');
    expect(desk.model()).toMatchObject({ banner: null, view: { kind: 'history' } });
  });

  it('never catches the Enter that sends: while one writes, Menu opens it', () => {
    desk.handset.receive(amira, 'x');
    desk.press('enter', 'enter');
    desk.type('My answer');
    receive();
    expect(desk.model().banner?.hint).toBe('Menu opens');
    desk.press('enter');
    expect(desk.handset.sentBodies).toEqual(['My answer']);
    expect(desk.thread().name).toBe('amira@relay.example');
    desk.press('menu');
    expect(desk.thread().name).toBe('Bruno Ferri');
  });

  it('keeps the draft of the thread that it leads away from', () => {
    desk.handset.receive(amira, 'x');
    desk.press('enter', 'enter');
    desk.type('half');
    receive();
    desk.press('menu');
    expect(desk.handset.draft(amira)?.text).toBe('half');
  });

  it('does not catch the Enter of a search either', () => {
    desk.handset.receive(amira, 'x');
    desk.press('enter');
    desk.type('amira');
    receive();
    desk.press('enter');
    expect(desk.thread().name).toBe('amira@relay.example');
  });

  it('gives way to the newest', () => {
    receive(amira, 'first');
    receive(bruno, 'second');
    expect(desk.model().banner?.text).toBe('second');
    desk.clock.advance(BANNER_MS - HANDSET_FRAME_MS - 1);
    expect(desk.model().banner).not.toBeNull();
  });

  it('goes when its thread is opened on another way', () => {
    receive();
    desk.press('down', 'back');
    receive();
    desk.type('bruno');
    desk.press('enter', 'enter');
    expect(desk.thread().name).toBe('Bruno Ferri');
    expect(desk.model().banner).toBeNull();
  });
});

describe('the warning that the storage has lost messages', () => {
  beforeEach(() => {
    desk.handset.changesLostAtMs = epochMs(NOW_MS - 60_000);
    desk.handset.emit({ kind: 'stateChanged' });
    desk.clock.advance(HANDSET_FRAME_MS);
  });

  it('stands over every view until the owner has seen it, and takes its key for nothing else', () => {
    expect(desk.model().banner).toEqual({
      initials: '!',
      title: 'Storage damaged',
      text: 'Some messages may be missing, noticed 14:31',
      hint: 'Enter: OK',
      tone: 'warn',
    });
    desk.clock.advance(10 * 60_000);
    desk.press('down');
    expect(desk.model().banner?.title).toBe('Storage damaged');
    desk.press('enter');
    expect(desk.handset.changesLostAtMs).toBeNull();
    expect(desk.model().banner).toBeNull();
    expect(desk.model().view.kind).toBe('home');
  });

  it('is seen too by Back, and gives way to a new message', () => {
    receive(amira, 'news');
    expect(desk.model().banner?.text).toBe('news');
    desk.press('back', 'back');
    expect(desk.handset.changesLostAtMs).toBeNull();
  });

  it('never catches the Enter that sends', () => {
    desk.handset.changesLostAtMs = null;
    receive(bruno, 'hello');
    desk.press('enter');
    desk.type('on my way');
    desk.handset.changesLostAtMs = epochMs(NOW_MS);
    desk.handset.emit({ kind: 'stateChanged' });
    desk.clock.advance(HANDSET_FRAME_MS);
    desk.press('enter');
    expect(desk.handset.sentBodies).toEqual(['on my way']);
    expect(desk.model().banner?.hint).toBe('Menu: OK');
    desk.press('menu');
    expect(desk.model().banner).toBeNull();
  });
});

describe('the warning that a message is about to be given up', () => {
  beforeEach(() => {
    const id = desk.handset.sendAs(bruno, 'still waiting', 'sending');
    desk.handset.change(id, 'waiting', null, [], deviceAgeMs(desk.handset.ageMs() + 3_600_000));
    desk.handset.emit({ kind: 'givingUpSoon', peer: bruno, sequence: 1 });
    desk.clock.advance(HANDSET_FRAME_MS);
  });

  it('stays until it is acted on, and resends by Enter', () => {
    desk.clock.advance(10 * 60_000);
    expect(desk.model().banner).toMatchObject({ text: 'Not sent yet, gives up at 15:32', hint: 'Enter resends' });
    desk.press('enter');
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
    desk.press('enter');
    expect(desk.model().notice).toBe('Not sent: the storage is full');
    expect(desk.model().banner?.tone).toBe('warn');
    desk.press('down');
    expect(desk.model().notice).toBe('');
  });

  it('lets a new message be read first, and comes back', () => {
    receive(amira, 'news');
    expect(desk.model().banner?.text).toBe('news');
    desk.clock.advance(BANNER_MS);
    expect(desk.model().banner?.tone).toBe('warn');
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
    expect(desk.frames() - frames).toBeLessThanOrEqual(1000 / HANDSET_FRAME_MS + 1);
    desk.clock.advance(HANDSET_FRAME_MS);
    expect(desk.model().statusBar.unread).toBe(1000);
  });
});
