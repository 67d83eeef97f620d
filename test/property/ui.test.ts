import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../src/domain/peer-address.ts';
import type { ScreenModel } from '../../src/ui/frame/present/models.ts';
import { topView } from '../../src/ui/navigator/views.ts';
import { composerText } from '../../src/domain/text/composer.ts';
import { openDesk, type Desk } from '../ui/support/desk.ts';
import { action, carryOut, fillHandset, type Played } from '../ui/support/ui-actions.ts';

function freshDesk(hasSoftKeys: boolean): Desk & Played {
  const desk = openDesk({ hasSoftKeys });
  fillHandset(desk.handset);
  const overflowIs: Played['overflowIs'] = (overflow) => {
    desk.overflow = overflow;
  };
  return Object.assign(desk, { screen: desk.session, overflowIs });
}

/** What a view could not draw: a focus on nothing, a text that is none, a count under zero. */
function assertDrawable(model: ScreenModel): void {
  const { view, picker } = model;
  if (view.kind === 'history' || view.kind === 'contacts') {
    const { rows, focus, empty } = view.list;
    expect(rows.length === 0 ? focus : rows[focus]).toEqual(rows.length === 0 ? -1 : expect.anything());
    expect(empty).not.toBe('');
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  }
  if (view.kind === 'contact') expect(view.items[view.focus]).toBeDefined();
  if (view.kind === 'home') {
    const items = [
      view.news === null ? '' : 'news',
      view.unsent.length === 0 ? '' : 'unsent',
      ...view.ways.map(({ key }) => key),
    ];
    expect(items).toContain(view.focus);
  }
  if (view.kind === 'thread') {
    expect(view.focusKey === null || view.rows.some((row) => row.key === view.focusKey)).toBe(true);
    expect(new Set(view.rows.map((row) => row.key)).size).toBe(view.rows.length);
    expect(view.composer.cursor).toBeLessThanOrEqual(Array.from(view.composer.text).length);
    expect(view.composer.focused).toBe(view.focusKey === null);
  }
  if (picker !== null) expect(picker.cells[picker.focus]).toBeDefined();
  expect(JSON.stringify(model)).not.toContain('undefined');
}

const runs = fc.record({ hasSoftKeys: fc.boolean(), actions: fc.array(action, { maxLength: 150, size: 'max' }) });

/** White space alone is no draft. */
const asDraft = (text: string): string => (text.trim() === '' ? '' : text);

describe('whatever is pressed and whatever happens', () => {
  it('the screen can be drawn, and nothing throws', () => {
    fc.assert(
      fc.property(runs, ({ hasSoftKeys, actions }) => {
        const desk = freshDesk(hasSoftKeys);
        for (const act of actions) {
          carryOut(desk, act);
          assertDrawable(desk.model());
        }
        desk.session.close();
        expect(desk.clock.pendingTimers).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('nothing is sent or resent but by Enter, and only what stood in the field', () => {
    fc.assert(
      fc.property(runs, ({ hasSoftKeys, actions }) => {
        const desk = freshDesk(hasSoftKeys);
        for (const act of actions) {
          const top = topView(desk.session.state);
          const field = top.kind === 'thread' ? composerText(top.field) : null;
          const sentBefore = desk.handset.sentBodies.length;
          const resentBefore = desk.handset.resentIds.length;
          carryOut(desk, act);
          const sent = desk.handset.sentBodies.slice(sentBefore);
          const resent = desk.handset.resentIds.length - resentBefore;
          const key =
            act.kind === 'input' && act.input.kind === 'command' && !act.input.repeated ? act.input.command : '';
          if (sent.length > 0) expect([key, sent]).toEqual(['enter', [field]]);
          // Menu and the left soft key are the banner's, which offers to resend while one writes.
          if (resent > 0) expect([resent, ['enter', 'menu', 'soft-left'].includes(key)]).toEqual([1, true]);
        }
        desk.session.close();
      }),
      { numRuns: 150 },
    );
  });

  it('no draft is lost: what stood in a field is sent, or there again, or on disk', () => {
    fc.assert(
      fc.property(runs, ({ hasSoftKeys, actions }) => {
        const desk = freshDesk(hasSoftKeys);
        const fields = new Map<PeerAddress, string>();
        let shown: PeerAddress | null = null;
        for (const act of actions) {
          carryOut(desk, act);
          const top = topView(desk.session.state);
          const before = shown;
          shown = top.kind === 'thread' ? top.peer : null;
          if (top.kind !== 'thread') continue;
          const text = composerText(top.field);
          const known = fields.get(top.peer);
          // Only a key in this very thread changes its text; on coming back it is what was left.
          if (known !== undefined && (act.kind !== 'input' || before !== top.peer))
            expect(asDraft(text)).toBe(asDraft(known));
          fields.set(top.peer, text);
        }
        desk.handset.store.failWritesWith(null);
        desk.session.close();
        for (const [peer, typed] of fields) expect(desk.handset.draft(peer)?.text ?? '').toBe(asDraft(typed));
      }),
      { numRuns: 150 },
    );
  });
});
