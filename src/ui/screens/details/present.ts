import type { Message, MessageStep } from '../../../domain/history/message.ts';
import type { FailureReason } from '../../../domain/history/failure-reason.ts';
import { canEdit } from '../../behaviour/message-actions.ts';
import type { Strings } from '../../languages/strings.ts';
import { deadlineOnWall, failedText, STATUS_ICONS, waitingCause } from '../../phrases/status-words.ts';
import { stepWords } from '../../phrases/step-words.ts';
import type { StateModel } from '../../phrases/state-model.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import type { DetailsState } from './state.ts';

export interface StepModel {
  readonly time: string;
  readonly text: string;
}

export interface DetailsModel {
  readonly kind: 'details';
  readonly title: string;
  readonly state: StateModel;
  readonly aside: string;
  readonly next: string;
  readonly steps: readonly StepModel[];
  readonly scrollPx: number;
}

export function presentDetails(parts: PresentParts, view: DetailsState): DetailsModel {
  const { strings } = parts;
  const { message } = view;
  return {
    kind: 'details',
    title: strings.text('details.title'),
    state: headline(parts, message),
    aside: aside(parts, message),
    next: view.refusal === null ? next(parts, message) : strings.text(`refused.${view.refusal}`),
    steps: presentSteps(parts, message?.direction ?? 'outgoing', view.steps),
    scrollPx: view.scrollPx,
  };
}

function headline({ status, strings }: PresentParts, message: Message | null): StateModel {
  if (message?.direction !== 'outgoing') return { icon: null, tone: 'text', text: strings.text('status.received') };
  const { icon, tone } = STATUS_ICONS[message.status];
  switch (message.status) {
    case 'waiting':
      return { icon, tone, text: waitingText(strings, waitingCause(message, status.link)) };
    case 'failed':
      return { icon, tone, text: failedText(message, strings) };
    case 'sending':
    case 'enqueued':
    case 'delivered':
    case 'read':
      return { icon, tone, text: strings.text(`status.${message.status}`) };
  }
}

function waitingText(strings: Strings, cause: FailureReason | null): string {
  return cause === null
    ? strings.text('status.waitingShort')
    : strings.text('status.waitingShortWhy', { reason: strings.text(`reason.${cause}`) });
}

function aside({ strings, times, now }: PresentParts, message: Message | null): string {
  if (message?.direction !== 'outgoing' || message.status !== 'waiting') return '';
  return strings.text('status.sendsUntil', {
    time: times.deadline(deadlineOnWall(message.giveUpAtAgeMs, now), now.wallMs),
  });
}

/** What happens next, and what the owner can do about it. */
function next({ strings, times, now, hasSoftKeys }: PresentParts, message: Message | null): string {
  if (message === null) return '';
  if (message.direction === 'outgoing') {
    const words = strings.text(`details.next.${message.status}`);
    if (hasSoftKeys) return words;
    if (message.status === 'waiting') return `${words}. ${strings.text('details.tryNow')}`;
    if (message.status !== 'failed') return words;
    return `${words}. ${strings.text(canEdit(message) ? 'details.resendOrEdit' : 'details.resend')}`;
  }
  if (message.sentAtMs === null) return '';
  const day = times.short(message.sentAtMs, now.wallMs);
  const clock = times.clockWithSeconds(message.sentAtMs);
  return strings.text('details.written', { time: day === times.clock(message.sentAtMs) ? clock : `${day} ${clock}` });
}

function presentSteps(
  { strings, times, now }: PresentParts,
  direction: Message['direction'],
  steps: readonly MessageStep[],
): readonly StepModel[] {
  const rows: StepModel[] = [];
  let day = times.dayKey(now.wallMs);
  for (const step of steps) {
    const stepDay = times.dayKey(step.atMs);
    if (stepDay !== day) rows.push({ time: '', text: times.dayLine(step.atMs, now.wallMs) });
    day = stepDay;
    rows.push({ time: times.clockWithSeconds(step.atMs), text: stepWords(step, direction, strings) });
  }
  return rows;
}
