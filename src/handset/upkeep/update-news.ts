import { NO_UPDATE, type UpdateState } from '../../domain/update.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Updates } from '../../ports/system/updates.ts';

/** How long the owner is told of an update that failed: the handset works as before. */
export const TOLD_FAILURE_MS = 600_000;

/** What the owner is told of updates. */
export class UpdateNews {
  readonly #updates: Pick<Updates, 'state' | 'onChange'>;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #unsubscribe: () => void = () => undefined;
  #timer: Timer | null = null;
  #state: UpdateState = NO_UPDATE;

  constructor(updates: Pick<Updates, 'state' | 'onChange'>, clock: Clock, onChange: () => void) {
    this.#updates = updates;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get state(): UpdateState {
    return this.#state;
  }

  start(): void {
    this.#unsubscribe = this.#updates.onChange(() => {
      this.#look();
    });
    this.#look();
  }

  stop(): void {
    this.#unsubscribe();
    this.#timer?.cancel();
  }

  #look(): void {
    this.#timer?.cancel();
    this.#become(this.#updates.state);
    if (this.#state.kind !== 'failed') return;
    this.#timer = this.#clock.startTimer(TOLD_FAILURE_MS, () => {
      this.#become(NO_UPDATE);
    });
  }

  #become(state: UpdateState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onChange();
  }
}
