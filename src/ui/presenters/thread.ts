import { composerCounter, composerText } from '../../domain/text/composer.ts';
import type { Sequence } from '../../domain/history/message.ts';
import { MAX_TEXT_BYTES } from '../../domain/text/text-limits.ts';
import { showsNewest } from '../navigator/thread-window.ts';
import type { ThreadState, UiState } from '../navigator/state.ts';
import { initials, plainAddress } from '../phrases/peer-words.ts';
import type { ComposerModel, ThreadModel } from './models.ts';
import type { PresentContext } from './present-context.ts';
import { presentRows, type ThreadRows } from './thread-rows.ts';

/** From here on the counter is in the colour of a warning. */
const NEARLY_FULL = 10;

export function presentThread(
  context: PresentContext,
  state: UiState,
  view: ThreadState,
  memory: ThreadRows,
): ThreadModel {
  const { handset, strings } = context;
  const name = handset.contact(view.peer)?.name ?? null;
  return {
    kind: 'thread',
    peer: view.peer,
    initials: initials(name),
    name: name ?? plainAddress(view.peer),
    empty: strings.text('thread.empty'),
    rows: presentRows(context, view, memory),
    focusKey: view.focus === null ? null : rowKey(view.focus),
    anchor: view.anchor,
    scrollPx: view.scrollPx,
    moreBelow: !showsNewest(view.window),
    notice: notice(context, view),
    composer: presentComposer(context, state, view),
  };
}

export function rowKey(sequence: Sequence): string {
  return `message:${sequence}`;
}

function notice({ strings }: PresentContext, view: ThreadState): string {
  if (view.refusal === null) return '';
  if (view.refusal !== 'full') return strings.text(`refused.${view.refusal}`);
  const { used, limit, bytesLeft } = composerCounter(view.field);
  return used >= limit
    ? strings.text('refused.full', { used: String(used), limit: String(limit) })
    : strings.text('refused.fullBytes', byteCount(bytesLeft));
}

function byteCount(bytesLeft: number): { readonly bytes: string; readonly mostBytes: string } {
  return { bytes: String(MAX_TEXT_BYTES - bytesLeft), mostBytes: String(MAX_TEXT_BYTES) };
}

function presentComposer(
  { strings, hasSoftKeys }: PresentContext,
  { mode }: UiState,
  view: ThreadState,
): ComposerModel {
  const { used, limit, bytesLeft, full } = composerCounter(view.field);
  const counted = { used: String(used), limit: String(limit) };
  // Emoji and foreign letters may reach the limit of bytes first: then bytes are counted before the owner's eyes too.
  const byBytes = bytesLeft < limit - used;
  const counter = byBytes
    ? strings.text('counter.bytes', { ...counted, ...byteCount(bytesLeft) })
    : strings.text('counter', counted);
  const nearlyFull = full || Math.min(limit - used, bytesLeft) <= NEARLY_FULL;
  return {
    text: composerText(view.field),
    cursor: Array.from(view.field.clusters.slice(0, view.field.cursor).join('')).length,
    focused: view.focus === null,
    placeholder: strings.text(hasSoftKeys ? 'thread.placeholderShort' : 'thread.placeholder'),
    counter,
    counterTone: nearlyFull ? 'warn' : 'quiet',
    mode: mode === null || mode === 'abc' ? '' : mode,
  };
}
