import type { Command, InputEvent } from './input-event.ts';

/** Enough to see a full stop, its quotes and the spaces after it. */
const REMEMBERED_CHARACTERS = 200;

/** What each command does to the text before the cursor. */
const EFFECTS: Readonly<Record<Command, 'deletes' | 'new-line' | 'starts-anew' | 'unknown' | 'none'>> = {
  backspace: 'deletes',
  'enter-long': 'new-line',
  // Sent, or another view: whatever is typed next starts anew.
  enter: 'starts-anew',
  back: 'starts-anew',
  menu: 'starts-anew',
  'soft-left': 'starts-anew',
  'soft-right': 'starts-anew',
  left: 'unknown',
  right: 'unknown',
  'backspace-long': 'unknown',
  emoji: 'unknown',
  symbols: 'unknown',
  up: 'none',
  down: 'none',
  // The screen tells what stands before the cursor when it is unlocked.
  lock: 'unknown',
};

/**
 * What stands before the cursor, as far as the input method knows: enough to write a capital at the start of a sentence and a full
 * stop for two spaces. Null: unknown, so neither is done.
 */
export class SentenceContext {
  #textBefore: string | null = '';

  get wantsCapital(): boolean {
    return this.#textBefore !== null && /(^|\n|[.!?…]["'»”’)\]]*\s)\s*$/u.test(this.#textBefore);
  }

  /** A word with one space behind it: the next space makes a full stop. */
  get endsWordWithSpace(): boolean {
    return this.#textBefore !== null && /[\p{L}\p{N}"'»”’)\]] $/u.test(this.#textBefore);
  }

  set(textBefore: string | null): void {
    this.#textBefore = textBefore?.slice(-REMEMBERED_CHARACTERS) ?? null;
  }

  /** Follows an event that the input method itself gives out. */
  follow(event: InputEvent): void {
    if (event.kind === 'text') this.#append(event.text);
    else if (event.kind === 'replace') this.#replaceLast(event.text);
    else if (event.kind === 'command') this.#followCommand(event.command);
  }

  #followCommand(command: Command): void {
    const effect = EFFECTS[command];
    if (effect === 'deletes') this.#replaceLast('');
    else if (effect === 'new-line') this.#append('\n');
    else if (effect === 'starts-anew') this.set('');
    else if (effect === 'unknown') this.set(null);
  }

  #append(text: string): void {
    this.set((this.#textBefore ?? 'x') + text);
  }

  #replaceLast(text: string): void {
    if (this.#textBefore === null) return;
    const characters = Array.from(this.#textBefore);
    characters.pop();
    this.set(characters.join('') + text);
  }
}
