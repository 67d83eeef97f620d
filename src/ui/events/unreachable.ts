import type { UnreachableEvent } from '../../domain/history/event.ts';
import type { EventView } from './event-view.ts';

export const unreachableView: EventView<UnreachableEvent> = {
  row: ({ strings, times }, { period: { fromMs, toMs } }) => {
    const from = times.clock(fromMs);
    const text =
      toMs === null
        ? strings.text('thread.unreachableSince', { from })
        : strings.text('thread.unreachable', { from, to: times.clock(toMs) });
    return { kind: 'line', key: `unreachable:${fromMs}`, text };
  },
};
