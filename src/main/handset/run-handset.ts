import { failure, type Result } from '../../domain/result.ts';
import type { HandsetConfig } from '../config/handset-config.ts';
import type { HandsetSurroundings } from './build-handset.ts';
import { openDevice } from './device.ts';
import { firstStage } from './stages/handset-stages.ts';
import { runStages } from './stages/run-stages.ts';

/** One handset from power on to power off. What its technician must mend comes back as one line. */
export async function runHandset(
  config: HandsetConfig,
  surroundings: HandsetSurroundings,
): Promise<Result<void, string>> {
  const device = await openDevice(config.board, surroundings);
  if (!device.ok) return failure(`The handset could not start: ${device.error}`);
  return runStages(firstStage(config, surroundings), device.value, surroundings.log);
}
