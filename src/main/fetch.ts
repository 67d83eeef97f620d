// On a handset, now and then: looks whether the operator has a newer system, and fetches it for handset-update to
// install. Run by handset-fetch.service as the handset's user, beside the handset and at a lower priority.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readOptions } from './config/command-line.ts';
import { describeFaults } from './config/config-file.ts';
import { readHandsetConfig, type HandsetConfig } from './config/handset-config.ts';
import { refuseWeakenedTrust } from './machine/trusted-environment.ts';
import { fetchUpdate, type FetchFault } from './update/fetch-update.ts';
import { HttpsSource } from './update/https-source.ts';
import { IncomingFolder } from './update/incoming-folder.ts';
import type { UpdateNotice } from './update/update-notice.ts';

/** So fast that messages do not feel it. An update takes 6 min. */
const BYTES_PER_SECOND = 256 * 1024;
const LONGEST_MS = 5 * 3_600_000;

const say = (text: string): void => void process.stderr.write(`fetch: ${text}\n`);

interface Places {
  readonly config: string;
  readonly board: string;
  readonly release: number;
  /** The system's folder for updates on the data partition, and the one in memory. */
  readonly data: string;
  readonly run: string;
}

function placesOf(args: readonly string[]): Places | string {
  const options = readOptions(
    'fetch',
    [
      { name: 'config', value: 'FILE', meaning: "the handset's configuration", required: true },
      { name: 'board', value: 'NAME', meaning: 'the board that the image is for', required: true },
      { name: 'release', value: 'NUMBER', meaning: 'of the system that runs', required: true },
      { name: 'data', value: 'FOLDER', meaning: 'where updates are kept', required: true },
      { name: 'run', value: 'FOLDER', meaning: 'where it is told how far it is', required: true },
    ],
    args,
  );
  if (!options.ok) return options.error;
  const { config = '', board = '', release = '', data = '', run = '' } = options.value;
  if (!/^\d{1,12}$/.test(release)) return `--release must be a number, not "${release}"`;
  return { config, board, release: Number(release), data, run };
}

/** Tells the handset, which tells its owner; a file that is replaced as a whole. */
function tell({ run }: Places, lines: Readonly<Record<string, string>> | null): void {
  const file = join(run, 'handset', 'fetching');
  if (lines === null) {
    rmSync(file, { force: true });
    return;
  }
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(`${file}.new`, text.join(''));
  renameSync(`${file}.new`, file);
}

/** What the owner can mend is told to him; a server that does not answer will perhaps the next time. */
function tellFault(places: Places, { reason, told, notice }: FetchFault): void {
  say(`${reason}: ${told}`);
  const version = notice?.version ?? '';
  if (reason === 'no-room' || reason === 'too-large' || reason === 'damaged') {
    tell(places, { state: 'failed', version, reason });
  } else {
    tell(places, notice === null ? null : { state: 'available', version });
  }
}

async function look(places: Places, config: HandsetConfig, updateUrl: string): Promise<boolean> {
  const { data, board, release } = places;
  const { caPem, oldestTls, revocationFile } = config.server;
  const crlPem = revocationFile === null ? null : readFileSync(revocationFile, 'utf8');
  const rejected = join(data, 'rejected');
  let percent = -1;
  const progress = ({ version }: UpdateNotice, done: number): void => {
    if (done === percent) return;
    percent = done;
    tell(places, { state: 'fetching', version, percent: String(done) });
  };
  const fetched = await fetchUpdate({
    source: new HttpsSource({ caPem, crlPem, oldestTls }),
    incoming: new IncomingFolder(join(data, 'incoming')),
    url: `${updateUrl.replace(/\/?$/, '/')}${board}/`,
    ...{ board, release, progress },
    rejected: existsSync(rejected) ? readFileSync(rejected, 'utf8').split('\n').map(Number) : [],
    bytesPerSecond: BYTES_PER_SECOND,
    nowMs: Date.now,
    wait: (ms) => wait(ms),
    endMs: Date.now() + LONGEST_MS,
  });
  if (!fetched.ok) {
    tellFault(places, fetched.error);
    return false;
  }
  tell(places, null);
  if (fetched.value === 'delivered') say('a newer system is here, and is installed next');
  return true;
}

async function main(): Promise<number> {
  const places = placesOf(process.argv.slice(2));
  if (typeof places === 'string') {
    say(places);
    return 2;
  }
  const config = readHandsetConfig(places.config);
  if (!config.ok) {
    say(describeFaults(config.error));
    return 1;
  }
  const { updateUrl } = config.value;
  if (updateUrl === null) return 0;
  return (await look(places, config.value, updateUrl)) ? 0 : 1;
}

refuseWeakenedTrust();
void main().then((status) => {
  process.exitCode = status;
});
