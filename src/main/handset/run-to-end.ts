import { success, type Result } from '../../domain/result.ts';
import type { SystemParts } from './build-handset.ts';
import type { Device } from './devices/device.ts';
import { runStages } from './stages/run-stages.ts';
import type { Stage } from './stages/stage.ts';

/** What comes after an orderly end. */
export type HandsetEnd =
  | 'stopped'
  /** The machine is to be switched off. */
  | 'power-off';

/** Runs the stages until somebody wants the process to end, or the battery is empty. */
export async function runToEnd(
  first: (stopAsked: Promise<null>) => Stage,
  device: Device,
  { stopAsked, log }: Pick<SystemParts, 'stopAsked' | 'log'>,
): Promise<Result<HandsetEnd, string>> {
  let end: HandsetEnd = 'stopped';
  const emptied = device.battery.isEmpty.then(() => {
    end = 'power-off';
    return null;
  });
  const ended = await runStages(first(Promise.race([stopAsked, emptied])), device, log);
  return ended.ok ? success(end) : ended;
}
