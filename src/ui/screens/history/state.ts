import type { ThreadSummary } from '../../../domain/history/thread.ts';
import type { PeerList } from '../../behaviour/peer-list.ts';

export interface HistoryState {
  readonly kind: 'history';
  readonly filter: string;
  readonly list: PeerList<ThreadSummary>;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly history: { readonly state: HistoryState; readonly opening: NoOpening };
  }
}
