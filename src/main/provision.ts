// On a handset, before it has a configuration: takes over what a technician says of it, from the card or by a serial
// line. Run as root by /usr/libexec/handset-provision, which has mounted the card, and by
// handset-provision-serial.service.
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Result } from '../domain/result.ts';
import { readOptions } from './config/command-line.ts';
import { takeFromCard } from './provisioning/card.ts';
import { durableDisk } from './provisioning/durable-disk.ts';
import type { InstallPlace } from './provisioning/install.ts';
import { listenOnSerial } from './provisioning/serial/listen-on-serial.ts';
import { takeDocument } from './provisioning/take-document.ts';

/** What the handset's screen tells of, as long as the fault stands. */
const FAULT_FILE = 'provision-fault';

const OPTIONS = [
  { name: 'card', value: 'FOLDER', meaning: 'where the partition with provision.json is mounted' },
  { name: 'serial', value: 'DEVICE', meaning: 'the serial line on which it comes, in place of the card' },
  { name: 'version', value: 'TEXT', meaning: 'of the image, told on the serial line' },
  { name: 'data', value: 'FOLDER', meaning: 'the data partition', required: true },
  { name: 'run', value: 'FOLDER', meaning: 'where a fault is told', required: true },
  { name: 'board', value: 'NAME', meaning: 'the board that the image is for', required: true },
] as const;

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions('provision', OPTIONS, args);
  if (!options.ok) {
    process.stderr.write(`${options.error}\n`);
    return 2;
  }
  const { card, serial, version = '', data = '', run = '', board = '' } = options.value;
  const { uid, gid } = statSync(join(data, 'handset'));
  const place: InstallPlace = { dataFolder: data, board, owner: { uid, gid } };
  if (serial !== undefined) return fromSerial(serial, version, place, run);
  if (card !== undefined)
    return tell(
      takenOrRefused(() => takeFromCard(card, place, durableDisk)),
      run,
    );
  process.stderr.write('provision: say --card or --serial\n');
  return 2;
}

async function fromSerial(path: string, version: string, place: InstallPlace, run: string): Promise<number> {
  const { openSerialPort } = await import('../hardware/serial/serialport-port.ts');
  const take = (bytes: Uint8Array): Result<unknown, readonly string[]> => {
    const taken = takenOrRefused(() => takeDocument(bytes, place, durableDisk));
    tell(taken, run);
    return taken;
  };
  const fault = await listenOnSerial({ path, board: place.board, version, take }, openSerialPort);
  if (fault === null) return 0;
  process.stderr.write(`provision: ${path} cannot be used: ${fault.errno}\n`);
  return 1;
}

/** A disk that refuses is an answer too: whoever stands before the handset or at the line would learn nothing else. */
function takenOrRefused(take: () => Result<string, readonly string[]>): Result<string, readonly string[]> {
  try {
    return take();
  } catch (error) {
    const { code, path = '' } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return failure([`cannot be taken over: ${code} ${path}`.trim()]);
  }
}

function tell(taken: Result<string, readonly string[]>, run: string): number {
  const faultFile = join(run, FAULT_FILE);
  if (taken.ok) {
    rmSync(faultFile, { force: true });
    process.stderr.write(`provision: ${taken.value}\n`);
    return 0;
  }
  // The handset's user reads it; it holds no secret.
  mkdirSync(run, { recursive: true });
  writeFileSync(faultFile, `${taken.error.join('\n')}\n`);
  chmodSync(run, 0o755);
  chmodSync(faultFile, 0o644);
  process.stderr.write(taken.error.map((fault) => `provision: provision.json: ${fault}\n`).join(''));
  return 1;
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
