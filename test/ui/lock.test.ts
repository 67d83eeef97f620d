import { beforeEach, describe, expect, it } from 'vitest';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
const UNLOCK = ['menu', 'left', 'right', 'enter'] as const;

describe('the keypad lock', () => {
  let desk: Desk;
  const locked = (): boolean => desk.model().view.kind === 'lock';
  const open = (options: Parameters<typeof openDesk>[0] = {}): void => {
    desk = openDesk({ lockAfterMs: 60_000, ...options });
    desk.handset.addContact('bruno', 'Bruno Ferri');
    desk.handset.receive(bruno, 'hello');
    desk.clock.advance(50);
  };
  beforeEach(() => {
    open();
  });

  it('locks at once by a held Menu, from any view', () => {
    desk.press('enter', 'enter');
    desk.press('lock');
    expect(locked()).toBe(true);
  });

  it('locks by itself 60 s after the last key, and then has no timer but the clock’s', () => {
    desk.clock.advance(59_000);
    desk.press('down');
    desk.clock.advance(59_999);
    expect(locked()).toBe(false);
    desk.clock.advance(1);
    expect(locked()).toBe(true);
    expect(desk.clock.pendingTimers).toBe(1);
  });

  it('tells once that it locked, when the lock is drawn, and once that it unlocked', () => {
    desk.press('lock', 'up');
    desk.clock.advance(120_000);
    expect(desk.light.locks).toEqual([true]);
    desk.press(...UNLOCK);
    expect(desk.light.locks).toEqual([true, false]);
  });

  it('never locks by itself where the owner does not want it', () => {
    desk = openDesk();
    desk.clock.advance(3_600_000);
    expect(locked()).toBe(false);
  });

  it('shows time, date and that something is new: no sender, no text, no banner, nothing under the soft keys', () => {
    open({ hasSoftKeys: true });
    desk.press('lock');
    desk.handset.receive(bruno, 'a secret');
    desk.clock.advance(50);
    const { view, banner, softKeys, statusBar } = desk.model();
    expect(view).toMatchObject({ clock: '14:32', date: 'Monday 23 November', news: '2 new messages' });
    expect({ banner, softKeys }).toEqual({ banner: null, softKeys: { left: '', middle: '', right: '' } });
    expect(statusBar.link.text).toBe('Registered');
    expect(JSON.stringify(desk.model())).not.toMatch(/secret|Bruno|hello/);
  });

  it('marks nothing read under it, and does when it is unlocked', () => {
    desk.press('enter', 'enter');
    expect(desk.handset.state().unread).toBe(0);
    desk.press('lock');
    desk.handset.receive(bruno, 'while locked');
    desk.clock.advance(50);
    expect(desk.handset.state().unread).toBe(1);
    desk.press(...UNLOCK);
    expect(desk.thread().rows.at(-1)).toMatchObject({ text: 'while locked' });
    expect(desk.handset.state().unread).toBe(0);
    expect(desk.model().banner).toBeNull();
  });

  it('keeps what was typed: in the field, and on disk from the moment it locks', () => {
    desk.press('enter', 'enter');
    desk.type('Half a thou');
    desk.press('lock');
    expect(desk.handset.draft(bruno)?.text).toBe('Half a thou');
    desk.type('x');
    desk.press('backspace', 'enter');
    desk.clock.advance(5_000);
    desk.press(...UNLOCK);
    expect(desk.thread().composer.text).toBe('Half a thou');
    expect(desk.handset.sentBodies).toEqual([]);
  });

  it('goes by Menu and then the three keys that it names, one after the other', () => {
    desk.press('lock');
    const hint = (): unknown => (desk.model().view as { hint?: string }).hint;
    expect(hint()).toBe('Menu, then ◀\u00a0▶\u00a0Enter');
    desk.press('menu');
    expect(hint()).toBe('Now ◀\u00a0▶\u00a0Enter');
    desk.press('left', 'right');
    expect(hint()).toBe('Now Enter');
    desk.press('enter');
    expect(locked()).toBe(false);
    expect(desk.model().view.kind).toBe('home');
  });

  it('starts again from the beginning after 3 s without the next key', () => {
    desk.press('lock', 'menu', 'left');
    desk.clock.advance(3_000);
    desk.press('right', 'enter');
    expect(locked()).toBe(true);
  });

  it('wants to be left alone after a wrong key: 1 s, and longer with each, to 5 s', () => {
    desk.press('lock', 'down', 'down', ...UNLOCK);
    expect(locked()).toBe(true);
    desk.clock.advance(4_999);
    desk.press(...UNLOCK);
    expect(locked()).toBe(true);
    desk.clock.advance(5_000);
    desk.press(...UNLOCK);
    expect(locked()).toBe(false);
    desk.press('lock', 'down', 'down');
    desk.clock.advance(1_000);
    desk.press(...UNLOCK);
    expect(locked()).toBe(false);
  });

  it.each(['down', 'enter', 'menu', 'back', 'home', 'symbols'] as const)(
    'takes a first %s, pressed to look at the time, for no try',
    (waking) => {
      desk.press('lock');
      desk.clock.advance(60_000);
      desk.press(waking, ...UNLOCK);
      expect(locked()).toBe(false);
    },
  );

  it('answers no wrong key with the buzz: a pocket would buzz all day', () => {
    desk.press('lock', 'enter', 'symbols', 'back');
    expect(desk.handset.refusedKeys).toBe(0);
  });
});
