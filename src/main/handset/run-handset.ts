import { failure, success, type Result } from '../../domain/result.ts';
import type { HandsetConfig } from '../config/handset-config.ts';
import type { SystemParts } from './build-handset.ts';
import { openDevice } from './devices/device.ts';
import { runToEnd, type HandsetEnd } from './run-to-end.ts';
import { firstStage } from './stages/handset-stages.ts';

/** One handset from power on to power off. What its technician must mend comes back as one line. */
export async function runHandset(config: HandsetConfig, system: SystemParts): Promise<Result<HandsetEnd, string>> {
  const stopping = system.stopAsked.then(() => true);
  const device = await openDevice(config.board, { ...system, settings: config.settings });
  // Who stops a handset that waits for a device wants no fault.
  if (!device.ok && (await Promise.race([stopping, Promise.resolve(false)]))) return success('stopped');
  if (!device.ok) return failure(`The handset could not start: ${device.error}`);
  return runToEnd((stopAsked) => firstStage(config, { ...system, stopAsked }), device.value, system);
}
