import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from './message-store.ts';

/** Small values that outlive a restart: device age, alert profile, instance id, peers that accept only plain text. */
export interface SettingsStore {
  /**
   * The value, or null when it was never set. Keys are 1…64 characters of [a-z0-9.-], values have up to 4 KiB. Others
   * throw RangeError.
   */
  setting(key: string): string | null;
  saveSetting(key: string, value: string): Result<void, StoreFailure>;
}
