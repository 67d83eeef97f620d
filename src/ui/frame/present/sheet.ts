import {
  isByBackspace,
  numberOf,
  type Choice,
  type Question,
  type Sheet,
  type Subject,
} from '../../behaviour/sheet.ts';
import { plainAddress } from '../../phrases/peer-words.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import type { SheetModel } from './models.ts';

export function presentSheet(parts: PresentParts, sheet: Sheet | null): SheetModel | null {
  if (sheet === null) return null;
  const { question, choices, focus } = sheet;
  const name = nameOf(parts, sheet.subject);
  return {
    title: question === null ? '' : title(parts, question, name),
    name,
    text: question === null ? name : parts.strings.text(`askText.${question}`),
    rows: choices.map((choice) => ({
      key: choice,
      text: words(parts, sheet, choice),
      shortCut: question === null ? shortCut(parts, sheet, choice) : '',
    })),
    focus,
  };
}

function words({ strings }: PresentParts, { news }: Sheet, choice: Choice): string {
  if (choice !== 'read') return strings.text(`choice.${choice}`);
  const who = news?.peer ?? null;
  return strings.text('choice.read', { name: news?.name ?? (who === null ? '' : plainAddress(who)) });
}

function title({ strings }: PresentParts, question: Question, name: string): string {
  return question === 'deleteMessage' ? strings.text(`ask.${question}`) : strings.text(`ask.${question}`, { name });
}

function nameOf({ strings, times, status }: PresentParts, subject: Subject): string {
  switch (subject.kind) {
    case 'peer':
      return subject.name ?? plainAddress(subject.peer);
    case 'message':
      return strings.text('sheet.message', { time: times.clock(subject.atMs) });
    case 'handset':
      return plainAddress(status.own);
    case 'list':
      return strings.text(`${subject.list}.title`);
  }
}

/** Twelve keys type a row's number; a full keyboard types a letter. */
function shortCut({ strings, hasSoftKeys }: PresentParts, sheet: Sheet, choice: Choice): string {
  if (choice === sheet.news?.choice) return hasSoftKeys ? strings.text('key.ok') : strings.text(`letter.${choice}`);
  if (isByBackspace(choice)) return hasSoftKeys ? '#' : '⌫';
  if (!hasSoftKeys) return strings.text(`letter.${choice}`);
  const number = numberOf(sheet, choice);
  return number <= 9 ? String(number) : '';
}
