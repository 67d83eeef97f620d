import { failure, success, type Result } from '../../domain/result.ts';
import type { OperatorSettings } from '../../domain/settings/settings.ts';
import type { Board } from '../../ports/device/board.ts';
import type { SystemParts } from './build-handset.ts';
import { openDevice } from './devices/device.ts';
import { runToEnd, type HandsetEnd } from './run-to-end.ts';
import type { Stage } from './stages/stage.ts';

/**
 * Opens the board's device and runs the stages on it. What its technician must mend comes back as one line; who stops a
 * handset that still waits for a part of its board is told of no fault.
 */
export async function runOnDevice(
  board: Board,
  settings: OperatorSettings,
  system: SystemParts,
  first: (stopAsked: Promise<null>) => Stage,
): Promise<Result<HandsetEnd, string>> {
  const stopping = system.stopAsked.then(() => true);
  const device = await openDevice(board, { ...system, settings });
  if (device.ok) return runToEnd(first, device.value, system);
  const isStopped = await Promise.race([stopping, Promise.resolve(false)]);
  return isStopped ? success('stopped') : failure(`The handset could not start: ${device.error}`);
}
