import type { StringKey } from '../../languages/strings.ts';
import { NoticeDrawing, type Notice } from '../../stage/notice-drawing.ts';
import type { StageView } from '../../stage/stage-view.ts';
import type { NotProvisionedState } from './state.ts';

/** There is nothing that a key could do. */
export const notProvisionedView: StageView<NotProvisionedState, null, Notice> = {
  input: (_, state) => state,
  present: ({ strings }, { refusal }) => {
    const reason: StringKey = refusal === null ? 'unprovisioned.reason' : 'unprovisioned.refused';
    return {
      title: strings.text('unprovisioned.title'),
      reason: strings.text(reason),
      next: strings.text('unprovisioned.next'),
      code: refusal === null ? '' : strings.text('fault.code', { code: refusal }),
    };
  },
  make: (look, parent) => new NoticeDrawing(look, parent),
  focused: () => '',
};
