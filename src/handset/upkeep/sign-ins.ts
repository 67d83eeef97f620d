import type { SignInEvent } from '../../domain/history/event.ts';
import type { Sequence } from '../../domain/history/message.ts';
import type { Result } from '../../domain/result.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { MessageStore, StoreFailure } from '../../ports/store/message-store.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { AlertSignals } from '../alert/alert-signals.ts';
import type { StoreHealth } from './store-health.ts';

export interface SignInsParts {
  readonly clock: Clock;
  readonly messages: MessageStore;
  readonly health: StoreHealth;
  readonly alerts: AlertSignals;
  readonly log: Log;
  /** Something about them looks different now. `isNews`: another device came. */
  readonly onChanged: (isNews: boolean) => void;
}

/**
 * Other devices that signed in to the owner's account. Each is told of once, however often it comes again, and the LED
 * tells until the owner has seen it, over restarts too.
 */
export class SignIns {
  readonly #parts: SignInsParts;
  /** The newest that was not seen. */
  #unseen: SignInEvent | null;

  constructor(parts: SignInsParts) {
    this.#parts = parts;
    this.#unseen = newestUnseen(parts.messages);
  }

  /** When the newest came that the owner has not seen; null when there is none. */
  get unseenAtMs(): EpochMs | null {
    return this.#unseen?.atMs ?? null;
  }

  /** False when it could not be kept, and has to be told again. */
  record(device: string): boolean {
    const { clock, messages, health, alerts, log, onChanged } = this.#parts;
    const recorded = health.check(messages.recordSignIn(device, clock.wallMs()));
    if (!recorded.ok) return false;
    if (recorded.value === null) return true;
    log.warn('account.other-device');
    this.#unseen = recorded.value;
    alerts.setOtherDevice(true);
    onChanged(true);
    return true;
  }

  /** Newest first. */
  all(): readonly SignInEvent[] {
    const { health, messages } = this.#parts;
    return health.read(() => messages.signIns(), []);
  }

  /** The owner has seen those up to `through`. */
  seen(through: Sequence): Result<void, StoreFailure> {
    const { health, messages, alerts, onChanged } = this.#parts;
    const marked = health.check(messages.signInsSeen(through));
    if (!marked.ok || this.#unseen === null) return marked;
    this.#unseen = health.read(() => newestUnseen(messages), this.#unseen);
    alerts.setOtherDevice(this.#unseen !== null);
    onChanged(false);
    return marked;
  }
}

function newestUnseen(messages: MessageStore): SignInEvent | null {
  return messages.signIns().find(({ unread }) => unread) ?? null;
}
