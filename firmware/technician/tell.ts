import { ImageFailure } from '../image/tools/image-failure.ts';
import { TechnicianFailure } from './technician-failure.ts';

const CURES: Readonly<Record<string, string>> = {
  EACCES: 'this user may not; as root it works: sudo make …',
  EPERM: 'this user may not; as root it works: sudo make …',
  EBUSY: 'something uses the device; take it out of use first (umount, swapoff)',
  ENOSPC: 'there is no room left',
  EIO: 'the medium or its reader is faulty; take another one',
  ENXIO: 'the device is gone; was the card taken out?',
  ENOMEDIUM: 'there is no card in the reader',
  EROFS: 'it is write-protected',
};

export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs a technician's command; what went wrong is told in words with a cure, and ends the program with 1. */
export async function tellFailure(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const cure = CURES[code];
    if (error instanceof TechnicianFailure || error instanceof ImageFailure) say(error.message);
    else if (cure !== undefined) say(`${(error as Error).message}: ${cure}`);
    else throw error;
    process.exitCode = 1;
  }
}
