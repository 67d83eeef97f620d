import { NoticeDrawing, type Notice } from '../../stage/notice-drawing.ts';
import type { StageView } from '../../stage/stage-view.ts';
import { presentStorageFault } from './present.ts';
import type { StorageFaultState, StorageRetry } from './state.ts';

export const storageFaultView: StageView<StorageFaultState, StorageRetry, Notice> = {
  input: (retry, state, input) => {
    if (input.kind === 'command' && input.command === 'enter') retry.tryNow();
    return state;
  },
  present: presentStorageFault,
  make: (look, parent) => new NoticeDrawing(look, parent),
  focused: () => '',
};
