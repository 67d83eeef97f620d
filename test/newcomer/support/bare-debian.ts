import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EnteredCommand, LOGIN, ran } from './entered-command.ts';
import { networkSettings, type NetworkSettings } from '../../../.make/network-settings.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const ENTER = fileURLToPath(new URL('enter.sh', import.meta.url));
/** A base that is older is made anew, so that a newcomer of today is played. */
const BASE_AGE_MS = 7 * 24 * 3_600_000;

/** Kept between runs for this user: systems to unpack, and what was downloaded into them. */
const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'secure-handset', 'newcomer');
/** What belongs to a run, whose process it is named after. */
const runFolder = join(cacheFolder, 'runs');

/** Why no other system can be entered here, in words; null when it can. */
export function whatStandsInTheWay(): string | null {
  if (process.getuid?.() !== 0) return 'only root may enter another root folder';
  const entered = spawnSync('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'true'], { encoding: 'utf8' });
  if (entered.status !== 0) return `no namespaces here: ${entered.error?.message ?? entered.stderr.trim()}`;
  return spawnSync('mmdebstrap', ['--version']).status === 0 ? null : 'mmdebstrap is not installed';
}

/** A Debian with git, make and npm from its own packages and nothing else, and a fresh clone of the project's last commit. */
export class BareDebian {
  readonly #release: string;
  readonly #root: string;
  readonly #settings: NetworkSettings;

  private constructor(release: string, root: string, settings: NetworkSettings) {
    this.#release = release;
    this.#root = root;
    this.#settings = settings;
  }

  static async unpack(release: string): Promise<BareDebian> {
    const settings = networkSettings();
    await removeForsakenRuns();
    const base = await freshBase(release, settings);
    const root = join(runFolder, `${release}-${process.pid}`);
    mkdirSync(root, { recursive: true });
    const system = new BareDebian(release, root, settings);
    try {
      await ran('tar', ['--extract', '--numeric-owner', '--file', base, '--directory', root]);
      await system.#connect();
      const clone = join(root, LOGIN.HOME, 'secure-handset');
      await ran('git', ['clone', '--quiet', '--depth', '1', '--no-tags', `file://${PROJECT}`, clone]);
    } catch (error) {
      await system.remove();
      throw error;
    }
    return system;
  }

  /** Starts a command line in the clone, as the newcomer types it; what it prints goes to the file too. */
  start(command: string, logFile: string): EnteredCommand {
    return this.#enter(`cd secure-handset && ${command}`, logFile);
  }

  async remove(): Promise<void> {
    await removeFolder(this.#root);
  }

  #enter(command: string, logFile: string | null): EnteredCommand {
    const archives = join(cacheFolder, this.#release);
    mkdirSync(archives, { recursive: true });
    return new EnteredCommand([ENTER, this.#root, archives, command], this.#settings.environment, logFile);
  }

  /** Gives the system this machine's ways to the network. */
  async #connect(): Promise<void> {
    const { apt, npm, cargo } = this.#settings;
    for (const file of ['/etc/resolv.conf', '/etc/hosts']) this.#write(file, readFileSync(file, 'utf8'));
    const lines = this.#settings.sources(this.#release);
    if (lines.length > 0) this.#write('/etc/apt/sources.list', `${lines.join('\n')}\n`);
    rmSync(join(this.#root, 'etc/apt/apt.conf.d/99mmdebstrap'), { force: true });
    this.#write('/etc/apt/apt.conf.d/99network', apt.map((line) => `${line}\n`).join(''));
    this.#write(`${LOGIN.HOME}/.npmrc`, npm.map((line) => `${line}\n`).join(''));
    if (cargo !== '') this.#write(`${LOGIN.HOME}/.cargo/config.toml`, cargo);
    // Authorities that this machine trusts besides those of everybody, as of a proxy.
    const own = '/usr/local/share/ca-certificates';
    if (!existsSync(own) || readdirSync(own).length === 0) return;
    await ran('cp', ['--archive', `${own}/.`, join(this.#root, own)]);
    const updated = this.#enter('update-ca-certificates', null);
    if ((await updated.ended) !== 0) throw new Error(updated.printed);
  }

  #write(path: string, text: string): void {
    const file = join(this.#root, path);
    mkdirSync(join(file, '..'), { recursive: true });
    rmSync(file, { force: true });
    writeFileSync(file, text);
  }
}

async function freshBase(release: string, settings: NetworkSettings): Promise<string> {
  const base = join(cacheFolder, `${release}.tar`);
  const madeMs = statSync(base, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - madeMs < BASE_AGE_MS) return base;
  process.stderr.write(`Making a bare Debian ${release} (a minute or two) ...\n`);
  mkdirSync(runFolder, { recursive: true });
  const unfinished = join(runFolder, `${release}.tar-${process.pid}`);
  const options = settings.apt.map((line) => `--aptopt=${line}`);
  try {
    await ran('mmdebstrap', [
      '--variant=minbase',
      '--include=git,make,npm',
      '--format=tar',
      ...options,
      release,
      unfinished,
      ...settings.sources(release),
    ]);
    renameSync(unfinished, base);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return base;
}

/** Of processes that were killed before they could clear up. */
async function removeForsakenRuns(): Promise<void> {
  if (!existsSync(runFolder)) return;
  for (const name of readdirSync(runFolder)) {
    const owner = name.split('-').at(-1) ?? '';
    if (!existsSync(`/proc/${owner}`)) await removeFolder(join(runFolder, name));
  }
}

/** In a process of its own: it may take minutes, and the test runner wants signs of life from this one. */
async function removeFolder(path: string): Promise<void> {
  await ran('rm', ['--recursive', '--force', '--one-file-system', path]);
}
