// On a handset, before its program: takes over what a technician has put onto the card. Run as root by
// /usr/libexec/handset-provision, which has mounted the card.
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './config/command-line.ts';
import { takeFromCard } from './provisioning/card.ts';
import { durableDisk } from './provisioning/durable-disk.ts';

/** What the handset's screen tells of, as long as the fault stands. */
const FAULT_FILE = 'provision-fault';

function main(args: readonly string[]): number {
  const options = readOptions(
    'provision',
    [
      { name: 'card', value: 'FOLDER', meaning: 'where the partition with provision.json is mounted', required: true },
      { name: 'data', value: 'FOLDER', meaning: 'the data partition', required: true },
      { name: 'run', value: 'FOLDER', meaning: 'where a fault is told', required: true },
      { name: 'board', value: 'NAME', meaning: 'the board that the image is for', required: true },
    ],
    args,
  );
  if (!options.ok) {
    process.stderr.write(`${options.error}\n`);
    return 2;
  }
  const { card = '', data = '', run = '', board = '' } = options.value;
  const { uid, gid } = statSync(join(data, 'handset'));
  const taken = takeFromCard(card, { dataFolder: data, board, owner: { uid, gid } }, durableDisk);
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

process.exitCode = main(process.argv.slice(2));
