import { existsSync, readFileSync } from 'node:fs';
import { boardNamed } from '../../../board/boards.ts';
import type { Result } from '../../domain/result.ts';
import { NO_OPERATOR_SETTINGS } from '../../domain/settings/settings.ts';
import type { SystemParts } from './build-handset.ts';
import { runOnDevice } from './run-on-device.ts';
import type { HandsetEnd } from './run-to-end.ts';
import { notProvisionedStage } from './stages/not-provisioned-stage.ts';

export interface Unprovisioned {
  readonly boardName: string;
  /** The configuration that is not there yet. */
  readonly configFile: string;
  /** Where it is told why a technician's document was refused; null where nobody tells. */
  readonly refusalFile: string | null;
}

/** A handset without a configuration: it says so on its screen until it has one. */
export async function runUnprovisioned(
  { boardName, configFile, refusalFile }: Unprovisioned,
  system: SystemParts,
): Promise<Result<HandsetEnd, string>> {
  const board = boardNamed(boardName);
  if (!board.ok) return board;
  const settings = NO_OPERATOR_SETTINGS;
  const screen = { keyMap: board.value.keypad.keyMap, settings, timeZones: system.timeZones };
  const told = { refusal: refusalIn(refusalFile) };
  const isProvisioned = (): boolean => existsSync(configFile);
  const { clock, updates } = system;
  return runOnDevice(board.value, settings, system, (stopAsked) => {
    updates.tell({ store: 'absent', registration: 'absent' });
    return notProvisionedStage({ clock, stopAsked, told, screen, isProvisioned });
  });
}

/** The first fault: the screen has no room for more, and the journal has them all. */
function refusalIn(file: string | null): string | null {
  if (file === null || !existsSync(file)) return null;
  const [first = ''] = readFileSync(file, 'utf8').split('\n', 1);
  return first;
}
