import type { ContactStore } from '../../ports/contact-store.ts';
import type { DraftStore } from '../../ports/draft-store.ts';
import type { MessageStore } from '../../ports/message-store.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

/** One database seen through the four ports that the handset needs of it. */
export interface HandsetStore {
  readonly messages: MessageStore;
  readonly drafts: DraftStore;
  readonly contacts: ContactStore;
  readonly settings: SettingsStore;
  /** Idempotent. After it every write answers 'closed' and every read throws `StoreUnavailable`. */
  close(): void;
}
