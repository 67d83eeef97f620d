import type { Strings } from '../languages/strings.ts';
import type { StateModel } from '../phrases/state-model.ts';

/** "1 not sent" and "2 waiting": only what there is. */
export function unsentWords(
  strings: Strings,
  { failed, waiting }: { readonly failed: number; readonly waiting: number },
): readonly StateModel[] {
  const words: StateModel[] = [];
  if (failed > 0) words.push({ icon: 'alert', tone: 'error', text: strings.count('notSent', failed) });
  if (waiting > 0) words.push({ icon: 'clock', tone: 'warn', text: strings.count('waiting', waiting) });
  return words;
}
