import { beforeEach, describe, expect, it } from 'vitest';
import { DRAFT_MAX_WAIT_MS, DRAFT_PAUSE_MS } from '../../src/ui/draft-pause.ts';
import { openBruno, openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
let desk: Desk;

beforeEach(() => {
  desk = openDesk();
  desk.handset.addContact('bruno', 'Bruno Ferri');
});

describe('writing in a thread', () => {
  it('sends on Enter and empties the field', () => {
    openBruno(desk);
    desk.type('On my way');
    desk.press('enter');
    expect(desk.handset.sentBodies).toEqual(['On my way']);
    expect(desk.thread().composer).toMatchObject({ text: '', counter: '' });
    expect(desk.thread().rows.at(-1)).toMatchObject({
      side: 'outgoing',
      text: 'On my way',
      state: { text: 'Sending' },
    });
  });

  it('sends once for ten fast Enters, and refuses the other nine', () => {
    openBruno(desk);
    desk.type('once');
    desk.press(...Array.from({ length: 10 }, () => 'enter' as const));
    expect(desk.handset.sentBodies).toEqual(['once']);
    expect(desk.handset.refusedKeys).toBe(9);
  });

  it('sends nothing while Enter repeats', () => {
    openBruno(desk);
    desk.type('text');
    desk.handle({ kind: 'command', command: 'enter', repeated: true });
    expect(desk.handset.sentBodies).toEqual([]);
  });

  it('refuses white space with the short buzz and says why', () => {
    openBruno(desk);
    desk.type('   ');
    desk.press('enter-long', 'enter');
    expect(desk.handset.sentBodies).toEqual([]);
    expect(desk.handset.refusedKeys).toBe(1);
    expect(desk.thread().notice).toBe('Nothing to send yet');
    desk.type('x');
    expect(desk.thread().notice).toBe('');
  });

  it('refuses the 161st character and keeps the 160', () => {
    openBruno(desk);
    desk.type('a'.repeat(160));
    expect(desk.handset.refusedKeys).toBe(0);
    expect(desk.thread().composer).toMatchObject({ counter: '160/160', counterTone: 'warn' });
    desk.type('b');
    expect(desk.handset.refusedKeys).toBe(1);
    expect(desk.thread().composer.text).toBe('a'.repeat(160));
    expect(desk.thread().notice).toBe('160 of 160: send, or make it shorter');
    desk.press('backspace');
    expect(desk.thread().notice).toBe('');
  });

  it('counts nothing under 120 characters and 450 bytes, and everything from there on', () => {
    openBruno(desk);
    desk.type('a'.repeat(119));
    expect(desk.thread().composer.counter).toBe('');
    desk.type('a');
    expect(desk.thread().composer).toMatchObject({ counter: '120/160', counterTone: 'quiet' });
    desk.press('backspace');
    expect(desk.thread().composer.counter).toBe('');
  });

  it('tells bytes where they are why it counts, though most of the characters are left', () => {
    openBruno(desk);
    desk.type('ab');
    // 18 bytes each.
    for (let count = 0; count < 24; count += 1) desk.handle({ kind: 'text', text: '👨‍👩‍👧' });
    expect(desk.thread().composer.counter).toBe('');
    desk.handle({ kind: 'text', text: '👨‍👩‍👧' });
    expect(desk.thread().composer.counter).toBe('27/160, 452/600 B');
  });

  it('counts an emoji of many code points as the one character that the owner sees', () => {
    openBruno(desk);
    desk.type('a'.repeat(119));
    desk.handle({ kind: 'text', text: '👨‍👩‍👧' });
    expect(desk.thread().composer.counter).toBe('120/160');
  });

  it('says it in words too when a new line or a chosen emoji has no room', () => {
    openBruno(desk);
    desk.type('a'.repeat(160));
    desk.press('enter-long');
    expect(desk.thread().notice).toBe('160 of 160: send, or make it shorter');
    desk.press('emoji', 'enter');
    expect(desk.thread().notice).toBe('160 of 160: send, or make it shorter');
  });

  it('shows bytes instead of characters when their limit is reached first', () => {
    openBruno(desk);
    desk.type('🙂'.repeat(150));
    expect(desk.thread().composer.counter).toBe('150/160, 600/600 B');
    desk.type('a');
    expect(desk.handset.refusedKeys).toBe(1);
    expect(desk.thread().notice).toBe('600 of 600 bytes: send, or make it shorter');
  });

  it('warns of the end in bytes too, though there is room in characters', () => {
    openBruno(desk);
    desk.type('🙂'.repeat(147));
    expect(desk.thread().composer).toMatchObject({ counter: '147/160, 588/600 B', counterTone: 'quiet' });
    desk.type('🙂');
    expect(desk.thread().composer).toMatchObject({ counter: '148/160, 592/600 B', counterTone: 'warn' });
  });

  it('keeps the text in the field when the store refuses, and says why', () => {
    openBruno(desk);
    desk.type('important');
    desk.handset.store.failWritesWith('disk-full');
    desk.press('enter');
    expect(desk.thread()).toMatchObject({ notice: 'Not sent: the storage is full', composer: { text: 'important' } });
    expect(desk.handset.refusedKeys).toBe(1);
    desk.handset.store.failWritesWith(null);
    desk.press('enter');
    expect(desk.handset.sentBodies).toEqual(['important']);
  });

  it('writes a new line on long Enter', () => {
    openBruno(desk);
    desk.type('one');
    desk.press('enter-long');
    desk.type('two');
    expect(desk.thread().composer.text).toBe('one\ntwo');
    expect(desk.handset.sentBodies).toEqual([]);
  });

  it('moves the cursor by whole characters and tells LVGL in code points', () => {
    openBruno(desk);
    desk.handle({ kind: 'text', text: '👨‍👩‍👧' });
    desk.type('é!');
    expect(desk.thread().composer.cursor).toBe(7);
    desk.press('left', 'left');
    expect(desk.thread().composer.cursor).toBe(5);
    desk.press('left');
    expect(desk.thread().composer.cursor).toBe(0);
  });

  it('replaces the character that multi-tap is still choosing', () => {
    openBruno(desk);
    desk.type('a');
    desk.handle({ kind: 'replace', text: 'b' });
    desk.handle({ kind: 'replace', text: 'c' });
    expect(desk.thread().composer.text).toBe('c');
  });

  it('deletes the word, then the text, while Backspace is held', () => {
    openBruno(desk);
    desk.type('one two three');
    desk.handle({ kind: 'command', command: 'backspace-long', repeated: false });
    expect(desk.thread().composer.text).toBe('one two ');
    desk.handle({ kind: 'command', command: 'backspace-long', repeated: true });
    expect(desk.thread().composer.text).toBe('');
  });

  it('inserts a chosen symbol and goes on typing', () => {
    openBruno(desk);
    desk.press('symbols', 'right', 'right', 'enter');
    desk.type('5');
    expect(desk.thread().composer.text).toBe('€5');
    expect(desk.model().picker).toBeNull();
    expect(desk.handset.sentBodies).toEqual([]);
  });
});

describe('drafts', () => {
  it('of white space alone are none', () => {
    openBruno(desk);
    desk.type('  ');
    desk.clock.advance(DRAFT_PAUSE_MS);
    desk.press('back');
    expect(desk.handset.draft(bruno)).toBeNull();
  });

  it('are kept when typing pauses, not at every key', () => {
    openBruno(desk);
    desk.type('half a');
    expect(desk.handset.savedDrafts).toBe(0);
    desk.clock.advance(DRAFT_PAUSE_MS);
    expect(desk.handset.savedDrafts).toBe(1);
    expect(desk.handset.draft(bruno)).toEqual({ text: 'half a', cursor: 6 });
    desk.clock.advance(60_000);
    expect(desk.handset.savedDrafts).toBe(1);
  });

  it('are not written again when nothing changed', () => {
    openBruno(desk);
    desk.type('half a');
    desk.press('back');
    expect(desk.handset.savedDrafts).toBe(1);
    desk.press('enter', 'back', 'enter');
    desk.type('x');
    desk.hold('backspace', 1);
    desk.clock.advance(60_000);
    desk.press('back');
    expect(desk.handset.savedDrafts).toBe(1);
    expect(desk.handset.draft(bruno)).toEqual({ text: 'half a', cursor: 6 });
  });

  it('are saved in time also while the owner types without a pause', () => {
    openBruno(desk);
    for (let ms = 0; ms <= DRAFT_MAX_WAIT_MS; ms += 100) {
      desk.type('x');
      desk.clock.advance(100);
    }
    expect(desk.handset.draft(bruno)?.text.length).toBeGreaterThanOrEqual(29);
  });

  it('come back with the cursor where it was', () => {
    openBruno(desk);
    desk.type('see you');
    desk.press('left', 'left', 'back');
    expect(desk.handset.draft(bruno)).toEqual({ text: 'see you', cursor: 5 });
    desk.press('enter');
    expect(desk.thread().composer).toMatchObject({ text: 'see you', cursor: 5 });
  });

  it('are kept when the power goes', () => {
    openBruno(desk);
    desk.type('unsent');
    desk.session.close();
    expect(desk.handset.draft(bruno)).toEqual({ text: 'unsent', cursor: 6 });
    expect(desk.clock.pendingTimers).toBe(0);
    expect(desk.handset.listeners).toBe(0);
  });

  it('survive a store that refuses, in memory, and are kept when it works again', () => {
    openBruno(desk);
    desk.type('precious');
    desk.handset.store.failWritesWith('disk-full');
    desk.press('back');
    desk.clock.advance(60_000);
    expect(desk.handset.draft(bruno)).toBeNull();
    desk.press('enter');
    expect(desk.thread().composer.text).toBe('precious');
    desk.press('back');
    desk.handset.store.failWritesWith(null);
    desk.handset.emit({ kind: 'stateChanged' });
    desk.clock.advance(100);
    expect(desk.handset.draft(bruno)?.text).toBe('precious');
  });

  it('do not come back once they were sent', () => {
    openBruno(desk);
    desk.type('text');
    desk.clock.advance(DRAFT_PAUSE_MS);
    desk.press('enter');
    desk.clock.advance(60_000);
    desk.press('back', 'enter');
    expect(desk.thread().composer.text).toBe('');
    expect(desk.handset.draft(bruno)).toBeNull();
  });

  it('are forgotten when the field was emptied', () => {
    openBruno(desk);
    desk.type('ab');
    desk.clock.advance(DRAFT_PAUSE_MS);
    desk.hold('backspace', 2);
    desk.press('back');
    expect(desk.handset.draft(bruno)).toBeNull();
  });
});
