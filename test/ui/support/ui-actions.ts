import fc from 'fast-check';
import type { Command, InputEvent, InputMode } from '../../../src/domain/input/input-event.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { Overflow } from '../../../src/ui/behaviour/behaviour.ts';
import { peerAddress, type MemoryHandset } from './memory-handset.ts';

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

/** Something that is pressed, or happens to the handset. */
export type Action =
  | { readonly kind: 'input'; readonly input: InputEvent }
  | { readonly kind: 'mode'; readonly mode: InputMode }
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
);
export const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: input.map((made) => ({ kind: 'input' as const, input: made })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('abc', 'Abc', 'ABC', '123', 'alt').map((mode) => ({ kind: 'mode' as const, mode })),
  },
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

/** What actions are played on: the session alone, or a real screen. */
export interface Played {
  readonly handset: MemoryHandset;
  readonly screen: { stuckKeysChanged(keys: readonly KeyName[]): void };
  readonly handle: (input: InputEvent) => void;
  readonly modeIs: (mode: InputMode) => void;
  /** A real screen measures for itself. */
  readonly overflowIs?: (overflow: Overflow) => void;
}

export function carryOut(played: Played, act: Action): void {
  switch (act.kind) {
    case 'input':
      played.handle(act.input);
      return;
    case 'mode':
      played.modeIs(act.mode);
      return;
    case 'stuck':
      played.screen.stuckKeysChanged(['A']);
      return;
    case 'pass':
      played.handset.clock.advance(act.ms);
      return;
    case 'overflow':
      played.overflowIs?.(act);
      return;
    default:
      happen(played.handset, act);
  }
}

function happen(handset: MemoryHandset, act: Exclude<Action, { kind: 'input' | 'mode' | 'pass' | 'overflow' }>): void {
  const works = handset.storeFailure === null;
  const last = handset.store.messages.lastOutgoing();
  switch (act.kind) {
    case 'receive':
      // Whom the owner has blocked meanwhile is not heard.
      if (works && !handset.blocked().includes(act.peer)) handset.receive(act.peer, act.text);
      return;
    case 'fail':
      if (works && last !== null) handset.change(last.id, 'failed');
      return;
    case 'deliver':
      if (works && last !== null) handset.change(last.id, 'delivered');
      return;
    case 'giveUpSoon':
      handset.emit({ kind: 'givingUpSoon', peer: PEERS[0]!, sequence: 1 });
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

/** Two contacts with long threads, and a message that waits. */
export function fillHandset(handset: MemoryHandset): void {
  handset.addContact('bruno', 'Bruno Ferri', true);
  handset.addContact('amira', 'Amira Haddad');
  for (let count = 0; count < 40; count += 1) handset.receive(PEERS[count % 2]!, `text ${count}`);
  handset.sendAs(PEERS[0]!, 'waits', 'waiting');
}
