import type { StringKey } from '../../languages/strings.ts';
import { NoticeDrawing, type Notice } from '../../stage/notice-drawing.ts';
import type { StageView } from '../../stage/stage-view.ts';
import type { StartFault, StartFaultState } from './state.ts';

const REASONS = {
  ended: 'start-fault.ended',
  crashed: 'start-fault.crashed',
  'stood-still': 'start-fault.stood-still',
  'no-memory': 'start-fault.no-memory',
} as const satisfies Readonly<Record<StartFault, StringKey>>;

/** Only the screen is open: there is no key that could do anything. */
export const startFaultView: StageView<StartFaultState, null, Notice> = {
  input: (_, state) => state,
  present: ({ strings }, { fault, code }) => ({
    title: strings.text('start-fault.title'),
    reason: strings.text(REASONS[fault]),
    next: strings.text('start-fault.next'),
    code: strings.text('fault.code', { code }),
  }),
  make: (look, parent) => new NoticeDrawing(look, parent),
  focused: () => '',
};
