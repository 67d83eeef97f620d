import { showStageView } from '../../../ui/stage/show-stage-view.ts';
import type { StageView } from '../../../ui/stage/stage-view.ts';
import type { Device } from '../devices/device.ts';
import { stageViewParts, type StageViewConfig } from '../stage-view-parts.ts';

/** Shows a view to the owner and gives it the device's keys. Returns the way to take both back. */
export function openStageScreen<State, Port, Model>(
  config: StageViewConfig,
  device: Device,
  view: StageView<State, Port, Model>,
  begin: State,
  port: Port,
): () => void {
  const { keys, simulated } = device;
  const screen = showStageView(stageViewParts(config, device), view, begin, port);
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
