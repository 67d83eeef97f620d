import type { PeerList } from '../../behaviour/peer-list.ts';
import type { HistoryRow } from './rows.ts';

export interface HistoryState {
  readonly kind: 'history';
  readonly filter: string;
  readonly list: PeerList<HistoryRow>;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly history: { readonly state: HistoryState; readonly opening: NoOpening };
  }
}
