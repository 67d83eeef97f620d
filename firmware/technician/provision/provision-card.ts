import { existsSync, realpathSync } from 'node:fs';
import { PROVISIONING_FILE, readDocument } from '../../../src/main/provisioning/provisioning-document.ts';
import { run } from '../../image/tools/command.ts';
import { confirm } from '../ask.ts';
import { CardFiles } from '../card/card-files.ts';
import { partitionsOf } from '../card/partition-table.ts';
import { devicesHere, placeAt } from '../flash/devices-here.ts';
import { judgeTarget, type Target } from '../flash/target.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import { say } from '../tell.ts';

/** The partition that the boot loader reads, and that any computer can write. */
const PARTITION = 'firmware';

/**
 * Puts the document onto a card or into an image file, and reads it back.
 * @param named the device or file, as the technician typed it.
 * @throws TechnicianFailure
 */
export async function provisionCard(named: string, document: string): Promise<void> {
  const target = await targetOf(named);
  const path = target.kind === 'device' ? target.device.path : target.path;
  const files = new CardFiles(path, firmwareOffset(path));
  if ((await files.names()).includes(PROVISIONING_FILE)) {
    say(`${path} holds a ${PROVISIONING_FILE} already, which no handset has taken yet. It will be lost.`);
    await confirm('Type "yes" to write the new one over it: ', 'yes');
    await files.erase(PROVISIONING_FILE);
  }
  await files.write(PROVISIONING_FILE, document);
  // From the medium itself and not from this computer's memory of it.
  if (target.kind === 'device') await run('blockdev', ['--flushbufs', path]);
  const readBack = await files.read(PROVISIONING_FILE);
  if (readBack !== document || !readDocument(Buffer.from(readBack)).ok) {
    throw new TechnicianFailure(
      `what was read back from ${path} is not what was written: the medium is worn out; take another one`,
    );
  }
}

async function targetOf(named: string): Promise<Target> {
  const path = existsSync(named) ? realpathSync(named) : named;
  const place = placeAt(path);
  if (place.kind === 'nothing' && !path.startsWith('/dev/')) {
    throw new TechnicianFailure(
      `there is no file ${path}; write an image into it first: make flash BOARD=… DEVICE=${path}`,
    );
  }
  const judged = judgeTarget(path, place, await devicesHere(), 0);
  if (!judged.ok) throw new TechnicianFailure(judged.error);
  return judged.value;
}

function firmwareOffset(path: string): number {
  const cure = `write the handset's image first: make flash BOARD=… DEVICE=${path}`;
  const partitions = partitionsOf(path);
  if (!partitions.ok) throw new TechnicianFailure(`${path} ${partitions.error}; ${cure}`);
  const found = partitions.value.filter(({ name }) => name === PARTITION);
  const [only] = found;
  if (only === undefined) throw new TechnicianFailure(`${path} has no partition named "${PARTITION}"; ${cure}`);
  if (found.length > 1) throw new TechnicianFailure(`${path} has two partitions named "${PARTITION}"; ${cure}`);
  return only.offsetBytes;
}
