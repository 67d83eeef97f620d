import type { KeyMap } from '../../../domain/keys/key-map.ts';
import { valueInForce, type OperatorSettings } from '../../../domain/settings/settings.ts';
import { showStageView, type StageScreenParts } from '../../../ui/stage/show-stage-view.ts';
import type { TimeZones } from '../../../ports/system/time-zones.ts';
import type { StageView } from '../../../ui/stage/stage-view.ts';
import type { Device } from '../devices/device.ts';
import { writingKeys } from '../writing-keys.ts';

export interface StageScreenConfig {
  readonly keyMap: KeyMap;
  /** The owner's own settings are in the storage, which is not open yet. */
  readonly settings: OperatorSettings;
  readonly timeZones: TimeZones;
}

/** What a view is drawn with where no handset runs yet. */
export function stageScreenParts(
  { keyMap, settings, timeZones }: StageScreenConfig,
  { lvgl, display }: Pick<Device, 'lvgl' | 'display'>,
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

/** Shows a view to the owner and gives it the device's keys. Returns the way to take both back. */
export function openStageScreen<State, Port, Model>(
  config: StageScreenConfig,
  device: Device,
  view: StageView<State, Port, Model>,
  begin: State,
  port: Port,
): () => void {
  const { keys, simulated } = device;
  const screen = showStageView(stageScreenParts(config, device), view, begin, port);
  simulated?.serve({
    screenText: () => ({ lines: screen.visibleText(), focused: screen.focusedItem(), field: null }),
    // The order to stop is also how `stopAsked` learns of it.
    stop: () => undefined,
  });
  const leaveKeys = keys.giveTo({
    key: (event) => {
      screen.handle(event);
    },
    stuckKeysChanged: () => undefined,
  });
  return () => {
    leaveKeys();
    screen.close();
  };
}
