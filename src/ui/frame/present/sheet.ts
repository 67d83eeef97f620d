import { isByBackspace, type Choice, type Question, type Sheet, type Subject } from '../../behaviour/sheet.ts';
import { plainAddress } from '../../phrases/peer-words.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import type { SheetModel } from './models.ts';

export function presentSheet(parts: PresentParts, sheet: Sheet | null): SheetModel | null {
  if (sheet === null) return null;
  const { question, choices, focus } = sheet;
  const name = nameOf(parts, sheet.subject);
  return {
    title: question === null ? '' : title(parts, question, name),
    text: question === null ? name : parts.strings.text(`askText.${question}`),
    rows: choices.map((choice, index) => ({
      key: choice,
      text: parts.strings.text(`choice.${choice}`),
      shortCut: question === null ? shortCut(parts, choice, index) : '',
    })),
    focus,
  };
}

function title({ strings }: PresentParts, question: Question, name: string): string {
  return question === 'deleteMessage' ? strings.text(`ask.${question}`) : strings.text(`ask.${question}`, { name });
}

function nameOf({ strings, times }: PresentParts, subject: Subject): string {
  return subject.kind === 'peer'
    ? (subject.name ?? plainAddress(subject.peer))
    : strings.text('sheet.message', { time: times.clock(subject.atMs) });
}

/** Twelve keys type a row's number; a full keyboard types a letter. */
function shortCut({ strings, hasSoftKeys }: PresentParts, choice: Choice, index: number): string {
  if (isByBackspace(choice)) return hasSoftKeys ? '#' : '⌫';
  if (!hasSoftKeys) return strings.text(`letter.${choice}`);
  return index < 9 ? String(index + 1) : '';
}
