import { failure, success, type Result } from '../../../domain/result.ts';
import type { Log } from '../../../ports/system/log.ts';
import type { Device } from '../devices/device.ts';
import type { Stage, StageEnd } from './stage.ts';

/** One stage after the other until one ends it all; then the device is closed, whatever happened. */
export async function runStages(first: Stage, device: Device, log: Log): Promise<Result<void, string>> {
  try {
    let stage = first;
    for (;;) {
      const end = await endOf(stage, device, log);
      if (end.kind === 'stopped') return success(undefined);
      if (end.kind === 'failed') return failure(end.why);
      stage = end.stage;
    }
  } finally {
    device.close();
  }
}

/** A stage that throws has a bug. What it left behind is unknown: the process ends, in good order as far as it goes. */
async function endOf(stage: Stage, device: Device, log: Log): Promise<StageEnd> {
  try {
    return await stage.run(device);
  } catch (cause) {
    log.error('stage.threw', { stage: stage.name }, cause);
    return { kind: 'failed', why: `The handset stopped in its stage "${stage.name}"; the log says why` };
  }
}
