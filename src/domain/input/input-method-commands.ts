import type { Command, InputEvent } from './input-event.ts';
import type { KeyEvent } from '../keys/key-events.ts';
import type { KeyName } from '../keys/key-map.ts';
import type { MonotonicMs } from '../time.ts';

/** Holding Backspace for this long deletes the whole text. */
const DELETE_TEXT_MS = 2000;

/** Keys whose command is given at once, when they go down. */
const COMMANDS: Readonly<Partial<Record<KeyName, Command>>> = {
  Up: 'up',
  Down: 'down',
  Left: 'left',
  Right: 'right',
  Back: 'back',
  SoftLeft: 'soft-left',
  SoftRight: 'soft-right',
  Emoji: 'emoji',
  Sym: 'symbols',
};

/**
 * Keys that mean one thing on a short press and another on a long one. The short meaning is given on release, or before
 * that when another key goes down, so that commands come in the order of the presses.
 */
const SHORT_AND_LONG: Readonly<Partial<Record<KeyName, { readonly short: Command | 'case'; readonly long: Command }>>> =
  {
    Enter: { short: 'enter', long: 'enter-long' },
    Select: { short: 'enter', long: 'enter-long' },
    Menu: { short: 'menu', long: 'lock' },
    '*': { short: 'case', long: 'symbols' },
  };

const DELETING: ReadonlySet<KeyName> = new Set(['Backspace', '#']);

/**
 * What a key event means. 'case' asks for the next letter case. 'nothing' comes from a command key for which this event
 * has no meaning.
 */
export type CommandMeaning = InputEvent | 'case' | 'nothing';

/** The keys that mean the same in every input method: commands, short and long presses, and deleting. */
export class CommandKeys {
  #undecided: KeyName | null = null;
  #deletingSinceMs: MonotonicMs | null = null;

  /**
   * Decides an earlier key that was still between a short and a long press: another key going down makes it a short
   * one.
   */
  decide(event: KeyEvent): CommandMeaning {
    return event.kind === 'down' ? this.#decided() : 'nothing';
  }

  /** Null when the key is not a command key. */
  key(event: KeyEvent): CommandMeaning | null {
    const both = SHORT_AND_LONG[event.key];
    if (both !== undefined) return this.#shortOrLong(event, both.long);
    if (DELETING.has(event.key)) return this.#delete(event);
    const meaning = COMMANDS[event.key];
    if (meaning === undefined) return null;
    if (event.kind === 'down') return command(meaning);
    if (event.kind === 'long') return meaning === 'back' ? command('home') : 'nothing';
    return event.kind === 'repeat' ? command(meaning, true) : 'nothing';
  }

  #decided(): CommandMeaning {
    if (this.#undecided === null) return 'nothing';
    const meaning = SHORT_AND_LONG[this.#undecided]?.short;
    this.#undecided = null;
    if (meaning === undefined) return 'nothing';
    return meaning === 'case' ? 'case' : command(meaning);
  }

  #shortOrLong(event: KeyEvent, long: Command): CommandMeaning {
    if (event.kind === 'down') this.#undecided = event.key;
    // Another key or the 500 ms have decided this press already.
    if (this.#undecided !== event.key) return 'nothing';
    if (event.kind === 'up') return this.#decided();
    if (event.kind !== 'long') return 'nothing';
    this.#undecided = null;
    return command(long);
  }

  #delete(event: KeyEvent): CommandMeaning {
    switch (event.kind) {
      case 'down':
        this.#deletingSinceMs = event.atMs;
        return command('backspace');
      case 'long':
        return command('backspace-long');
      case 'repeat':
        if (this.#deletingSinceMs !== null && event.atMs - this.#deletingSinceMs >= DELETE_TEXT_MS) {
          this.#deletingSinceMs = null;
          return command('backspace-long', true);
        }
        return command('backspace', true);
      case 'up':
      case 'stuck':
        this.#deletingSinceMs = null;
        return 'nothing';
    }
  }
}

function command(meaning: Command, repeated = false): InputEvent {
  return { kind: 'command', command: meaning, repeated };
}
