import type { KeyMap } from '../../domain/keys/key-map.ts';
import { valueInForce, type OperatorSettings } from '../../domain/settings/settings.ts';
import type { TimeZones } from '../../ports/system/time-zones.ts';
import type { StageScreenParts } from '../../ui/stage/show-stage-view.ts';
import type { DeviceScreen } from './devices/device-screen.ts';
import { writingKeys } from './writing-keys.ts';

export interface StageViewConfig {
  readonly keyMap: KeyMap;
  /** The owner's own settings are in the storage, which is not open yet. */
  readonly settings: OperatorSettings;
  readonly timeZones: TimeZones;
}

/** What a view is drawn with where no handset runs yet. */
export function stageViewParts(
  { keyMap, settings, timeZones }: StageViewConfig,
  { lvgl, display }: Pick<DeviceScreen, 'lvgl' | 'display'>,
): StageScreenParts {
  return {
    lvgl,
    display,
    settings: { value: (name) => valueInForce(name, settings) },
    timeZones,
    hasSoftKeys: keyMap.kind === '12-key',
    keys: writingKeys(keyMap, valueInForce('language', settings)),
  };
}
