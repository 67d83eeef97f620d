import type { Clock } from '../../../ports/system/clock.ts';
import type { NotProvisionedState } from '../../../ui/screens/not-provisioned/state.ts';
import { notProvisionedView } from '../../../ui/screens/not-provisioned/view.ts';
import { STOPPED, type Stage } from './stage.ts';
import { openStageScreen } from './stage-screen.ts';
import type { StageViewConfig } from '../stage-view-parts.ts';

export interface NotProvisionedStageParts {
  readonly told: NotProvisionedState;
  readonly screen: StageViewConfig;
  readonly clock: Clock;
  readonly stopAsked: Promise<null>;
  readonly isProvisioned: () => boolean;
}

export const LOOK_AGAIN_MS = 2_000;

/**
 * The screen says that the handset has no configuration, until there is one. Then the process ends: whoever keeps it
 * running starts it with the configuration.
 */
export function notProvisionedStage(parts: NotProvisionedStageParts): Stage {
  const { told, screen, clock, stopAsked, isProvisioned } = parts;
  return {
    name: 'not-provisioned',
    run: async (device) => {
      const { promise: provisioned, resolve } = Promise.withResolvers<null>();
      const close = openStageScreen(screen, device, notProvisionedView, told, null);
      const look = (): void => {
        if (isProvisioned()) resolve(null);
        else timer = clock.startTimer(LOOK_AGAIN_MS, look);
      };
      let timer = clock.startTimer(LOOK_AGAIN_MS, look);
      await Promise.race([provisioned, stopAsked]);
      timer.cancel();
      close();
      return STOPPED;
    },
  };
}
