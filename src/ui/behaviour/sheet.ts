import type { InputEvent } from '../../domain/input/input-event.ts';
import type { Sequence } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';

/**
 * Everything that a menu offers or a question is answered with. Each has its words (`choice.…`) and its short cut
 * (`letter.…`) in the languages. The view that opened the sheet carries the choice out (`Behaviour.choose`).
 */
export type Choice =
  | NewsChoice
  | 'lock'
  | 'newest'
  | 'write'
  | 'open'
  | 'contact'
  | 'save'
  | 'details'
  | 'resend'
  | 'cancel'
  | 'edit'
  | 'delete'
  | 'deleteNow'
  | 'deleteThread'
  | 'deleteThreadNow'
  | 'block'
  | 'blockNow'
  | 'unblock'
  | 'blocked'
  | 'keep';

/** What a menu offers about something that came by itself; the navigator carries it out. */
type NewsChoice = 'read' | 'sendNow' | 'understood' | 'signIns';

/** What came by itself, as it was when the menu was opened: news that come later change no row under the thumb. */
export interface SheetNews {
  readonly choice: NewsChoice;
  /** Null when it is about no peer. */
  readonly peer: PeerAddress | null;
  readonly name: string | null;
  /** The message that waits; null for another kind of news. */
  readonly waiting: MessageId | null;
}

/** What a question asks; its title and what follows from it are `ask.…` and `askText.…` in the languages. */
export type Question = 'deleteMessage' | 'deleteThread' | 'block';

/** On what a sheet acts. */
export type Subject =
  | { readonly kind: 'peer'; readonly peer: PeerAddress; readonly name: string | null }
  | { readonly kind: 'message'; readonly sequence: Sequence; readonly atMs: EpochMs }
  /** The handset itself. */
  | { readonly kind: 'handset' }
  | { readonly kind: 'list'; readonly list: 'requests' | 'history' | 'signIns' };

/**
 * A menu or a question over the view. While it is shown it gets every key. It holds no state of the view, which may
 * change under it: the view is asked again when something was chosen.
 */
export interface Sheet {
  /** Null for a menu. */
  readonly question: Question | null;
  readonly subject: Subject;
  /** What the first choice is about; null when nothing came by itself. */
  readonly news: SheetNews | null;
  /** Never empty. The first answer to a question destroys nothing, and has the focus. */
  readonly choices: readonly [Choice, ...Choice[]];
  readonly focus: number;
  /** Of a question about a thread: how many of its messages were unread when it was asked. */
  readonly unread: number;
}

/** These are also chosen by the key that deletes. */
const BY_BACKSPACE: ReadonlySet<Choice> = new Set(['delete', 'deleteThread']);

export function menuOf(subject: Subject, choices: Sheet['choices']): Sheet {
  return { question: null, subject, news: null, choices, focus: 0, unread: 0 };
}

/** The same menu, beginning with what came by itself. */
export function withNews(sheet: Sheet, news: SheetNews): Sheet {
  return { ...sheet, news, choices: [news.choice, ...sheet.choices] };
}

/** A menu of nothing but what came by itself. */
export function newsMenu(news: SheetNews): Sheet {
  const { peer, name } = news;
  return { ...menuOf(peer === null ? { kind: 'handset' } : { kind: 'peer', peer, name }, [news.choice]), news };
}

/** The number that chooses, on twelve keys. What came by itself has none, so that the others keep theirs. */
export function numberOf({ news, choices }: Sheet, choice: Choice): number {
  return choices.indexOf(choice) + (news === null ? 1 : 0);
}

/** The first answer destroys nothing. */
export function questionOf(question: Question, subject: Subject, choices: Sheet['choices']): Sheet {
  return { question, subject, news: null, choices, focus: 0, unread: 0 };
}

/** Names and times may have changed meanwhile. */
export function isSameSubject(one: Subject, other: Subject): boolean {
  if (one.kind === 'peer') return other.kind === 'peer' && one.peer === other.peer;
  if (one.kind === 'message') return other.kind === 'message' && one.sequence === other.sequence;
  if (one.kind === 'list') return other.kind === 'list' && one.list === other.list;
  return other.kind === 'handset';
}

/** What a key does to a sheet: `sheet` is null when it closes, `chosen` is null when nothing was chosen. */
export interface SheetStep {
  readonly sheet: Sheet | null;
  readonly chosen: Choice | null;
  /** The key means nothing here. */
  readonly refused: boolean;
}

/** `keyOf`: the letter that chooses at once, in any case. */
export function sheetAfter(sheet: Sheet, input: InputEvent, keyOf: (choice: Choice) => string): SheetStep {
  if (input.kind !== 'command') return chosenBy(sheet, typedChoice(sheet, input.text, keyOf));
  switch (input.command) {
    case 'up':
      return focusAt(sheet, Math.max(0, sheet.focus - 1));
    case 'down':
      return focusAt(sheet, Math.min(sheet.choices.length - 1, sheet.focus + 1));
    case 'enter':
      return chosenBy(sheet, input.repeated ? null : (sheet.choices[sheet.focus] ?? null));
    case 'backspace':
      return chosenBy(sheet, input.repeated ? null : deletingChoice(sheet));
    case 'back':
    case 'menu':
    case 'soft-right':
      return { sheet: null, chosen: null, refused: false };
    default:
      return focusAt(sheet, sheet.focus);
  }
}

/** Whether the key that deletes is the short cut of this choice. */
export function isByBackspace(choice: Choice): boolean {
  return BY_BACKSPACE.has(choice);
}

function focusAt(sheet: Sheet, focus: number): SheetStep {
  return { sheet: { ...sheet, focus }, chosen: null, refused: false };
}

function chosenBy(sheet: Sheet, chosen: Choice | null): SheetStep {
  return chosen === null ? { sheet, chosen, refused: true } : { sheet: null, chosen, refused: false };
}

/**
 * By letter, or by the row's number, which is what a pad of twelve keys types. A question is answered by rows alone.
 */
function typedChoice(sheet: Sheet, text: string, keyOf: (choice: Choice) => string): Choice | null {
  if (sheet.question !== null) return null;
  const byNumber = sheet.choices.find((choice) => String(numberOf(sheet, choice)) === text && text !== '0');
  const typed = text.toLowerCase();
  return byNumber ?? sheet.choices.find((choice) => keyOf(choice).toLowerCase() === typed) ?? null;
}

function deletingChoice({ question, choices }: Sheet): Choice | null {
  return question === null ? (choices.find(isByBackspace) ?? null) : null;
}
