import { beforeEach, describe, expect, it } from 'vitest';
import { createInputMethod } from '../../src/domain/input/create-input-method.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { simulator } from '../../board/simulator/board.ts';
import { simulator12Key } from '../../board/simulator-12key/board.ts';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
let desk: Desk;

beforeEach(() => {
  desk = openDesk();
  desk.handset.addContact('bruno', 'Bruno Ferri');
  desk.handset.sendAs(bruno, 'On my way', 'failed', 'unknown-number');
  desk.press('enter');
});

const rows = (): readonly string[] => desk.model().sheet?.rows.map(({ text }) => text) ?? [];
const kind = (): string => desk.model().view.kind;

describe('a menu', () => {
  it('says on what it acts and what can be done, each with its letter', () => {
    desk.press('menu');
    expect(desk.model().sheet).toEqual({
      title: '',
      name: 'Bruno Ferri',
      text: 'Bruno Ferri',
      rows: [
        { key: 'write', text: 'Write', shortCut: 'W' },
        { key: 'contact', text: 'Contact', shortCut: 'C' },
        { key: 'blocked', text: 'Blocked people', shortCut: 'P' },
        { key: 'deleteThread', text: 'Delete thread', shortCut: '⌫' },
        { key: 'block', text: 'Block', shortCut: 'B' },
      ],
      focus: 0,
    });
  });

  it('carries out the focused row, and closes', () => {
    desk.press('menu', 'down', 'enter');
    expect(kind()).toBe('contact');
    expect(desk.model().sheet).toBeNull();
  });

  it.each(['back', 'menu', 'soft-right'] as const)('closes by %s, and nothing else happens', (key) => {
    desk.press('menu', key);
    expect(desk.model().sheet).toBeNull();
    expect(kind()).toBe('history');
  });

  it('is chosen from by its letter at once, in any case', () => {
    desk.press('menu');
    desk.type('c');
    expect(kind()).toBe('contact');
    desk.press('back', 'menu');
    desk.type('C');
    expect(kind()).toBe('contact');
  });

  it('refuses a letter that chooses nothing, and types it nowhere', () => {
    desk.press('menu');
    desk.type('z');
    expect(desk.model().sheet).not.toBeNull();
    expect(desk.handset.refusedKeys).toBe(1);
    expect(desk.model().view).toMatchObject({ kind: 'history', filter: '' });
  });

  it('stops at both ends, and Left and Right choose nothing', () => {
    desk.press('menu', 'up', 'left', 'right');
    expect(desk.model().sheet).toMatchObject({ focus: 0 });
    desk.press(...Array.from({ length: 9 }, () => 'down' as const));
    expect(desk.model().sheet).toMatchObject({ focus: 4 });
  });

  it('acts on the message that has the focus', () => {
    desk.press('enter', 'up', 'menu');
    expect(desk.model().sheet?.text).toBe('Message of 14:32');
    expect(rows()).toEqual(['Resend', 'Edit', 'Details', 'Newest message', 'Delete']);
    desk.type('e');
    expect(desk.thread().composer.text).toBe('On my way');
  });

  it('cancels a message that waits, and keeps its text for another try', () => {
    desk.handset.sendAs(bruno, 'Too late', 'waiting');
    desk.press('enter', 'up', 'menu');
    expect(rows()).toEqual(['Resend', 'Do not send', 'Details', 'Newest message']);
    desk.type('x');
    const last = desk.handset.store.messages.lastOutgoing() ?? fail();
    expect(last).toMatchObject({ body: 'Too late', status: 'failed', failure: 'cancelled' });
    desk.press('menu');
    expect(rows()).toEqual(['Resend', 'Edit', 'Details', 'Newest message', 'Delete']);
  });

  it('is shut by the lock, under which nothing is shown', () => {
    desk.press('menu', 'lock');
    expect(desk.model().sheet).toBeNull();
    expect(kind()).toBe('lock');
  });

  it('carries out what was chosen on what is there by then', () => {
    desk.press('enter', 'up', 'menu', 'down');
    desk.handset.change(desk.handset.store.messages.lastOutgoing()?.id ?? fail(), 'delivered');
    desk.clock.advance(100);
    desk.press('enter');
    // A message that was delivered meanwhile cannot be edited any more.
    expect(desk.thread().composer.text).toBe('');
  });

  it('never sends, however long Enter is held', () => {
    desk.press('enter');
    desk.type('text');
    desk.press('menu');
    desk.hold('enter', 20);
    expect(desk.handset.sentBodies).toEqual(['On my way']);
  });
});

describe('the keys of a board', () => {
  const tap = (...keys: readonly Parameters<Desk['session']['handle']>[0]['key'][]): void => {
    for (const key of keys)
      for (const kindOfEvent of ['down', 'up'] as const)
        desk.session.handle({ kind: kindOfEvent, key, atMs: monotonicMs(desk.clock.monotonicMs()) });
  };

  it.each([
    ['letters on a full keyboard', simulator.keypad.keyMap, 'C', false],
    ['digits on twelve keys', simulator12Key.keypad.keyMap, '2', true],
  ] as const)('choose by %s', (_name, keyMap, key, hasSoftKeys) => {
    expect(createInputMethod(keyMap).mode({ kind: 'choice', textBeforeCursor: '' })).toBe(hasSoftKeys ? '123' : 'abc');
    const { handset } = desk;
    desk = openDesk({ keyMap, hasSoftKeys, handset });
    tap('Select', 'Menu', key);
    expect(kind()).toBe('contact');
  });
});

function fail(): never {
  throw new Error('there is no message');
}
