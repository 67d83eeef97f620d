import { graphemes } from '../../domain/text/graphemes.ts';
import type { Command, InputEvent } from '../../domain/input/input-event.ts';
import { isTypeable } from '../../domain/text/visible-text.ts';

/** No name is longer. Further characters are refused. */
const MAX_FILTER_GRAPHEMES = 32;

/** These keys remove the filter when there is one. Without a filter they do what they do elsewhere. */
const CLEARING: ReadonlySet<Command> = new Set(['backspace-long', 'back', 'soft-right']);

interface Filtered {
  readonly filter: string;
}

/** The filter after a key; null when the key is not for the filter, 'refused' when the character does not fit. */
export function filterAfter(filter: string, input: InputEvent): Filtered | 'refused' | null {
  if (input.kind === 'text') return typed(filter, input.text);
  if (input.kind === 'replace') return typed(withoutLast(filter), input.text);
  if (filter === '') return null;
  if (input.command === 'backspace') return { filter: withoutLast(filter) };
  return CLEARING.has(input.command) ? { filter: '' } : null;
}

function typed(filter: string, text: string): Filtered | 'refused' | null {
  const clean = text.replaceAll('\n', ' ');
  // A space at the start would find nothing, and is easily pressed on a 12-key pad.
  if (filter === '' && clean.trim() === '') return null;
  if (!isTypeable(clean)) return 'refused';
  const next = filter + clean;
  return graphemes(next).length > MAX_FILTER_GRAPHEMES ? 'refused' : { filter: next };
}

function withoutLast(filter: string): string {
  return graphemes(filter).slice(0, -1).join('');
}
