import type { Result } from '../domain/result.ts';
import type { SettingName, SettingValues } from '../domain/settings/settings.ts';
import type { StoreFailure } from './store/message-store.ts';

export type SettingRefusal = 'out-of-range' | 'locked' | StoreFailure;

/** The settings in force. Whoever reads one reads it when it matters, or hears of its changes: nobody keeps a copy. */
export interface LiveSettings {
  value<Name extends SettingName>(name: Name): SettingValues[Name];
  /** The operator has locked it: `change` refuses. */
  isLocked(name: SettingName): boolean;
  /** Durable and in force when it returns ok. */
  change<Name extends SettingName>(name: Name, value: SettingValues[Name]): Result<void, SettingRefusal>;
  /** Called after another value came into force. Returns the way to unsubscribe. */
  onChange(listener: (name: SettingName) => void): () => void;
}
