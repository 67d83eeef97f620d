import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packagesOf } from '../debian/base-root.ts';
import { isTakenOut } from '../debian/taken-out.ts';

/** Folders of which the handset uses nothing. */
const FOLDERS = [
  ...['doc', 'man', 'info', 'locale', 'bash-completion', 'zsh', 'perl5', 'lintian', 'bug', 'menu', 'polkit-1'].map(
    (name) => `usr/share/${name}`,
  ),
  ...['include', 'games', 'local', 'src', 'lib/apt', 'lib/dpkg', 'lib/udev/hwdb.d', 'lib/systemd/user'].map(
    (name) => `usr/${name}`,
  ),
  // Character sets that no program here asks for.
  'usr/lib/aarch64-linux-gnu/gconv',
  'usr/lib/systemd/system-generators',
  'usr/lib/systemd/user-generators',
  ...['apt', 'cron.d', 'cron.daily', 'default', 'init.d', 'kernel', 'logrotate.d', 'skel', 'dpkg', 'update-motd.d'].map(
    (name) => `etc/${name}`,
  ),
];

/** Units that give a shell, even on a fault. */
const SHELLS = /^(?:.*getty.*|debug-shell|rescue|emergency|systemd-sulogin.*)\.service$/;
/** What is kept of folders in which every package leaves something to be done at each start. */
const KEPT_FILES = {
  // Groups of devices, and drivers by what the hardware says it is.
  'usr/lib/udev/rules.d': ['50-udev-default.rules', '80-drivers.rules'],
  'usr/lib/tmpfiles.d': ['dbus.conf', 'systemd-network.conf', 'systemd-resolve.conf', 'systemd.conf', 'var.conf'],
  'usr/lib/modules-load.d': [],
  'etc/modules-load.d': [],
} satisfies Readonly<Record<string, readonly string[]>>;
const STARTED_UNITS = new URL('../../started-units.txt', import.meta.url);

/** What would let somebody in at a console, or let one user become another. */
const LOGINS = [
  ...['agetty', 'getty', 'sulogin', 'runuser'].map((name) => `usr/sbin/${name}`),
  ...['su', 'login', 'newgrp', 'sg', 'passwd', 'gpasswd', 'chsh', 'chfn'].map((name) => `usr/bin/${name}`),
];

/** Leaves of Debian what the handset runs. */
export function trimRoot(root: string): void {
  for (const name of installedPackages(root)) {
    if (isTakenOut(name)) removePackage(root, name);
  }
  for (const path of [...FOLDERS, ...LOGINS]) rmSync(join(root, path), { recursive: true, force: true });
  for (const [folder, kept] of Object.entries<readonly string[]>(KEPT_FILES)) {
    keepOnly(join(root, folder), (name) => kept.includes(name));
  }
  keepOnly(join(root, 'usr/lib/systemd/system'), (name) => !SHELLS.test(name));
  startOnly(root, packagesOf(readFileSync(STARTED_UNITS, 'utf8')));
  dropPrivilegedPrograms(root);
}

const installedPackages = (root: string): readonly string[] =>
  readdirSync(join(root, 'var/lib/dpkg/info'))
    .filter((name) => name.endsWith('.list'))
    .map((name) => name.slice(0, -'.list'.length).replace(/:arm64$/, ''));

function removePackage(root: string, name: string): void {
  const info = join(root, 'var/lib/dpkg/info');
  const list = [join(info, `${name}.list`), join(info, `${name}:arm64.list`)].find((path) => existsSync(path));
  if (list === undefined) return;
  for (const path of readFileSync(list, 'utf8').split('\n').reverse()) {
    const file = join(root, path);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (path !== '' && found !== undefined && !found.isDirectory()) rmSync(file);
  }
}

function keepOnly(folder: string, isKept: (name: string) => boolean): void {
  for (const name of readdirSync(folder)) if (!isKept(name)) rmSync(join(folder, name), { recursive: true });
}

/** Of all units that Debian would start, only those of the list: `TARGET UNIT` in each line. */
function startOnly(root: string, started: readonly string[]): void {
  const units = join(root, 'usr/lib/systemd/system');
  for (const folder of [units, join(root, 'etc/systemd/system')]) {
    for (const name of readdirSync(folder)) {
      if (/\.(?:wants|requires|upholds)$/.test(name) || folder !== units)
        rmSync(join(folder, name), { recursive: true });
    }
  }
  for (const line of started) {
    const [target = '', unit = ''] = line.split(/\s+/);
    mkdirSync(join(units, `${target}.wants`), { recursive: true });
    symlinkSync(`../${unit}`, join(units, `${target}.wants`, unit));
  }
  rmSync(join(units, 'default.target'), { force: true });
  symlinkSync('multi-user.target', join(units, 'default.target'));
}

/** No program of the handset changes its user: what is started as root stays it, and the rest can never become it. */
function dropPrivilegedPrograms(root: string): void {
  for (const entry of readdirSync(join(root, 'usr'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { mode } = lstatSync(file);
    if ((mode & 0o6000) !== 0) chmodSync(file, mode & 0o1777);
  }
}
