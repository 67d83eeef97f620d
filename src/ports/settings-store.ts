import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './message-store.ts';

/** Small facts that outlive a restart: device age, alert profile, instance id, peers that take only plain text. */
export interface SettingsStore {
  /** Null when never set. Keys: 1…64 of [a-z0-9.-]; values up to 4 KiB. Others throw RangeError. */
  setting(key: string): string | null;
  saveSetting(key: string, value: string): Result<void, StoreFailure>;
}
