import type { ContactStore } from '../../ports/store/contact-store.ts';
import type { DraftStore } from '../../ports/store/draft-store.ts';
import type { MessageStore } from '../../ports/store/message-store.ts';
import type { StandingStore } from '../../ports/store/standing-store.ts';
import type { SettingsStore } from '../../ports/store/settings-store.ts';

/** One database, with the five ports through which the handset uses it. */
export interface HandsetStore {
  readonly messages: MessageStore;
  readonly drafts: DraftStore;
  readonly contacts: ContactStore;
  readonly settings: SettingsStore;
  readonly standings: StandingStore;
  /** After it every write answers 'closed' and every read throws `StoreUnavailable`. Idempotent. */
  close(): void;
}
