import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, InputEvent } from '../../src/domain/input-event.ts';
import type { PeerAddress } from '../../src/domain/peer-address.ts';
import type { ScreenModel } from '../../src/ui/presenters/models.ts';
import { topView } from '../../src/ui/navigator/navigator.ts';
import { composerText } from '../../src/domain/composer.ts';
import { openDesk, type Desk } from '../ui/support/desk.ts';
import { peerAddress, type MemoryHandset } from '../ui/support/memory-handset.ts';

const COMMANDS: readonly Command[] = [
  'enter',
  'enter-long',
  'backspace',
  'backspace-long',
  'up',
  'down',
  'left',
  'right',
  'back',
  'menu',
  'soft-left',
  'soft-right',
  'emoji',
  'symbols',
];
const PEERS = [peerAddress('bruno'), peerAddress('amira'), peerAddress('stranger')];

type Action =
  | { readonly kind: 'input'; readonly input: InputEvent }
  | { readonly kind: 'receive'; readonly peer: PeerAddress; readonly text: string }
  | { readonly kind: 'fail' | 'deliver' | 'giveUpSoon' | 'breakStore' | 'mendStore' | 'refuse' | 'stuck' }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'overflow'; readonly abovePx: number; readonly belowPx: number };

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'B', ' ', 'è', 'ж', 'ω', '🙂', '👨‍👩‍👧') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
/** Enter and Back open and leave threads, which is where drafts are made and could be lost. */
const command = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...COMMANDS) },
  { weight: 2, arbitrary: fc.constant<Command>('enter') },
  { weight: 1, arbitrary: fc.constant<Command>('back') },
);
const input: fc.Arbitrary<InputEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      command: command,
      repeated: fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0),
    }),
  },
  { weight: 5, arbitrary: text.map((typed) => ({ kind: 'text' as const, text: typed })) },
  { weight: 1, arbitrary: text.map((typed) => ({ kind: 'replace' as const, text: typed })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('abc', 'Abc', 'ABC', '123', 'alt').map((mode) => ({ kind: 'mode' as const, mode })),
  },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: input.map((made) => ({ kind: 'input' as const, input: made })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      peer: fc.constantFrom(...PEERS),
      text: fc.string({ unit: 'binary' }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('fail', 'deliver', 'giveUpSoon', 'breakStore', 'mendStore', 'refuse', 'stuck'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 100_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('overflow' as const), abovePx: fc.nat(200), belowPx: fc.nat(200) }),
  },
);

function carryOut(desk: Desk, act: Action): void {
  switch (act.kind) {
    case 'input':
      desk.session.handle(act.input);
      return;
    case 'stuck':
      desk.session.stuckKeysChanged(['A']);
      return;
    case 'pass':
      desk.clock.advance(act.ms);
      return;
    case 'overflow':
      desk.overflow = act;
      return;
    default:
      happen(desk.handset, act);
  }
}

function happen(handset: MemoryHandset, act: Exclude<Action, { kind: 'input' | 'pass' | 'overflow' }>): void {
  const works = handset.storeFailure === null;
  const last = handset.store.messages.lastOutgoing();
  switch (act.kind) {
    case 'receive':
      if (works) handset.receive(act.peer, act.text);
      return;
    case 'fail':
      if (works && last !== null) handset.change(last.id, 'failed');
      return;
    case 'deliver':
      if (works && last !== null) handset.change(last.id, 'delivered');
      return;
    case 'giveUpSoon':
      handset.emit({ kind: 'givingUpSoon', peer: PEERS[0]!, sequence: 1, atMs: handset.wallMs() });
      return;
    case 'refuse':
      handset.refusal = handset.refusal === null ? 'outbox-full' : null;
      return;
    default:
      handset.storeFailure = act.kind === 'breakStore' ? 'disk-full' : null;
      handset.store.failWritesWith(handset.storeFailure);
      handset.emit({ kind: 'stateChanged' });
  }
}

function freshDesk(hasSoftKeys: boolean): Desk {
  const desk = openDesk({ hasSoftKeys });
  desk.handset.addContact('bruno', 'Bruno Ferri', true);
  desk.handset.addContact('amira', 'Amira Haddad');
  for (let count = 0; count < 40; count += 1) desk.handset.receive(PEERS[count % 2]!, `text ${count}`);
  desk.handset.sendAs(PEERS[0]!, 'waits', 'waiting');
  return desk;
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
  if (view.kind === 'home' || view.kind === 'contact') expect(view.items[view.focus]).toBeDefined();
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
          if (known !== undefined && (act.kind !== 'input' || before !== top.peer)) expect(text).toBe(known);
          fields.set(top.peer, text);
        }
        desk.handset.store.failWritesWith(null);
        desk.session.close();
        for (const [peer, typed] of fields) expect(desk.handset.draft(peer)?.text ?? '').toBe(typed);
      }),
      { numRuns: 150 },
    );
  });
});
