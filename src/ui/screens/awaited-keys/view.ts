import { NoticeDrawing, type Notice } from '../../stage/notice-drawing.ts';
import type { StageView } from '../../stage/stage-view.ts';
import type { AwaitedKeysState } from './state.ts';

export const awaitedKeysView: StageView<AwaitedKeysState, null, Notice> = {
  input: (_, state) => state,
  present: ({ strings }, { awaited }) => ({
    title: strings.text('awaited.title'),
    reason: strings.text('awaited.reason'),
    next: strings.text('awaited.next'),
    code: strings.text('fault.code', { code: awaited }),
  }),
  make: (look, parent) => new NoticeDrawing(look, parent),
  focused: () => '',
};
