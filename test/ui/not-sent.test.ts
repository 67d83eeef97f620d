import { beforeEach, describe, expect, it } from 'vitest';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
const amira = peerAddress('amira');
let desk: Desk;

beforeEach(() => {
  desk = openDesk();
  desk.handset.addContact('bruno', 'Bruno Ferri');
  desk.handset.sendAs(bruno, 'Call me', 'failed', 'unknown-number');
  desk.clock.advance(1_000);
});

describe('a message that was not sent', () => {
  it('is told on Home, in the status bar and on the lock, until it was seen', () => {
    desk.handset.sendAs(amira, 'Are you there?', 'waiting');
    desk.handset.sendAs(bruno, 'went out', 'delivered');
    desk.clock.advance(1_000);
    expect(desk.model()).toMatchObject({
      statusBar: { notSent: 1 },
      view: {
        kind: 'home',
        unsent: [
          { icon: 'alert', text: '1 not sent' },
          { icon: 'clock', text: '1 waiting' },
        ],
        focus: 'history',
      },
    });
    desk.press('lock');
    expect(desk.model().view).toMatchObject({ notSent: '1 not sent' });
    expect(JSON.stringify(desk.model())).not.toMatch(/Bruno|Call me/);
  });

  it('leads from Home to its place in its thread, where it is seen', () => {
    desk.press('up', 'enter');
    expect(desk.model().view).toMatchObject({
      kind: 'unsent',
      list: { rows: [{ name: 'Bruno Ferri', preview: { icon: 'alert', text: 'Failed: unknown number' } }] },
    });
    desk.press('enter');
    expect(desk.thread()).toMatchObject({ name: 'Bruno Ferri', focusKey: 'event:1' });
    expect(desk.handset.state().notSent).toBe(0);
    desk.press('home');
    expect(desk.model()).toMatchObject({ statusBar: { notSent: 0 }, view: { kind: 'home', unsent: [] } });
  });

  it('is not seen behind a lock, and fails unseen again when it was sent again in vain', () => {
    desk.press('up', 'enter', 'enter', 'enter');
    const id = desk.handset.resentIds[0]!;
    desk.press('lock');
    desk.handset.change(id, 'failed', 'unknown-number');
    desk.clock.advance(1_000);
    expect(desk.model().view).toMatchObject({ notSent: '1 not sent' });
    desk.press('menu', 'left', 'right', 'enter');
    expect(desk.handset.state().notSent).toBe(0);
  });

  it('shows icon and word in History, whatever draft or text came after it', () => {
    desk.handset.saveDraft(bruno, { text: 'half a', cursor: 6 });
    desk.press('enter');
    const preview = (): unknown => {
      const { view } = desk.model();
      return view.kind === 'history' ? view.list.rows[0]?.preview : null;
    };
    expect(preview()).toMatchObject({ icon: 'alert', tone: 'error', text: 'Failed · Draft: half a' });
    desk.handset.sendAs(bruno, 'went out', 'delivered');
    desk.clock.advance(1_000);
    expect(preview()).toMatchObject({ icon: 'alert', tone: 'error', text: '1 not sent · You: went out' });
    desk.handset.allRead();
    desk.clock.advance(1_000);
    expect(preview()).toMatchObject({ icon: 'double-tick' });
  });
});
