import type { Result } from '../../domain/result.ts';
import type { HandsetConfig } from '../config/handset-config.ts';
import type { SystemParts } from './build-handset.ts';
import { runOnDevice } from './run-on-device.ts';
import type { HandsetEnd } from './run-to-end.ts';
import { firstStage } from './stages/handset-stages.ts';

/** One handset from power on to power off. What its technician must mend comes back as one line. */
export function runHandset(config: HandsetConfig, system: SystemParts): Promise<Result<HandsetEnd, string>> {
  return runOnDevice(config.board, config.settings, system, (stopAsked) =>
    firstStage(config, { ...system, stopAsked }),
  );
}
