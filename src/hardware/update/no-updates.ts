import { NO_UPDATE } from '../../domain/update.ts';
import type { Updates } from '../../ports/system/updates.ts';

/** For a machine whose system somebody else looks after. */
export const NO_UPDATES: Updates = {
  state: NO_UPDATE,
  onChange: () => () => undefined,
  tell: () => undefined,
  close: () => undefined,
};
