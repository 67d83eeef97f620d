import type { Handset } from '../../ports/handset.ts';
import type { Updates } from '../../ports/system/updates.ts';

/** Tells how store and registration are, as long as the handset runs. Returns the way to stop. */
export function tellHealth(handset: Pick<Handset, 'state' | 'onEvent'>, updates: Pick<Updates, 'tell'>): () => void {
  const tell = (): void => {
    const { storeFailure, link } = handset.state();
    updates.tell({
      store: storeFailure === null ? 'good' : 'bad',
      registration: link.kind === 'registered' ? 'good' : 'bad',
    });
  };
  const unsubscribe = handset.onEvent(({ kind }) => {
    if (kind === 'stateChanged') tell();
  });
  tell();
  return () => {
    unsubscribe();
    updates.tell({ store: 'bad', registration: 'bad' });
  };
}
