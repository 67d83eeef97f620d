import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UPDATE_FAILURES } from '../../src/domain/update.ts';
import { parseUpdateState } from '../../src/hardware/update/update-state-file.ts';
import { FakeRoot } from './support/fake-root.ts';

const WELL = { screen: 'good', keys: 'good', store: 'good', registration: 'good' };
const RUN = 'run/handset-update';

// Every line of a shell script may start a program.
vi.setConfig({ testTimeout: 60_000 });

let root: FakeRoot;
beforeEach(() => {
  root = new FakeRoot();
  root.put('proc/cmdline', 'console=ttyS1 handset.slot=rootB rauc.slot=B quiet\n');
  root.put('usr/lib/os-release', 'ID=secure-handset\nIMAGE_VERSION=200\n');
  root.put('uenv/BOOT_B_LEFT', '2\n');
  root.put(`${RUN}/handset/health`, '');
});
afterEach(() => {
  root.remove();
});

const lines = (health: Readonly<Record<string, string>>): string =>
  Object.entries(health)
    .map(([name, state]) => `${name}=${state}\n`)
    .join('');
/** The handset is so from that second of the start on. */
function becomes(atSecond: number, health: Partial<typeof WELL>): void {
  const file = `"$SYSROOT/${RUN}/handset/health"`;
  const text = lines({ ...WELL, ...health });
  root.put(
    'each-second',
    `${root.read('each-second') ?? ''}\n[ "$now" -ne ${atSecond} ] || printf '${text.replaceAll('\n', '\\n')}' >${file}\n`,
  );
}
const online = (): void => {
  root.put('run/systemd/netif/state', 'OPER_STATE=routable\n');
};
const judge = (): string => root.run('handset-judge');
const wentBack = (): boolean => root.read('calls') === 'systemctl reboot\n' && root.read('uenv/BOOT_B_LEFT') === '0\n';
const stayed = (): boolean =>
  root.read('calls') === null && root.read('uenv/BOOT_B_LEFT') === '3\n' && root.read('uenv/RELEASE_FLOOR') === '200\n';

describe('a system that has proven itself before', () => {
  beforeEach(() => {
    root.put('uenv/RELEASE_FLOOR', '200\n');
  });

  it('is good as soon as its screen is, whatever its relay and its store do', () => {
    becomes(40, { keys: 'bad', store: 'bad', registration: 'bad' });
    judge();
    expect(stayed()).toBe(true);
    expect(root.uptimeSeconds).toBeLessThan(45);
    expect(root.read(`${RUN}/proven`)).toBe('');
  });

  it('takes a newer system also when its own screen stays dark, but does not count as good', () => {
    root.put('each-second', `[ "$now" -ne 1000 ] || { cp -r "$SYSROOT/${RUN}" "$SYSROOT/then"; kill -9 "$PPID"; }`);
    judge();
    expect(root.read('then/proven')).toBe('');
    expect(root.read('uenv/BOOT_B_LEFT')).toBe('2\n');
  });

  it('says why a release that was tried is not the one that runs, and that it is not tried again', () => {
    becomes(30, {});
    root.put('data/update/attempt', 'release=300\none-way=no\nstage=installed\n');
    root.put('data/update/verdict', 'no-registration\n');
    expect(judge()).toContain('release 300 did not work here (no-registration)');
    expect(parseUpdateState(root.read(`${RUN}/state`) ?? '')).toMatchObject({ reason: 'no-registration' });
    expect(root.read('data/update/rejected')).toBe('300\n');
    expect(root.read('data/update/attempt')).toBeNull();
  });

  it('calls one that left no word "did not start", but not one whose installation was interrupted', () => {
    becomes(30, {});
    root.put('data/update/attempt', 'release=300\none-way=no\nstage=installing\n');
    expect(judge()).toBe('update: release 200 runs in slot B\n');
    expect(root.read('data/update/rejected')).toBeNull();
    root.put('data/update/attempt', 'release=300\none-way=no\nstage=installed\n');
    expect(judge()).toContain('(did-not-start)');
  });

  it('is so, too, where the counters were lost', () => {
    root.put('uenv/RELEASE_FLOOR', '');
    becomes(30, {});
    judge();
    expect(stayed()).toBe(true);
  });
});

describe('a system on trial', () => {
  beforeEach(() => {
    root.put('uenv/RELEASE_FLOOR', '100\n');
    root.put('data/update/attempt', 'release=200\none-way=no\nstage=installed\n');
  });

  it('stays when all has been well for a while', () => {
    online();
    becomes(50, {});
    expect(judge()).toContain('release 200 has proven itself');
    expect(stayed()).toBe(true);
    expect(root.uptimeSeconds).toBeGreaterThanOrEqual(65);
    expect(root.read('data/update/attempt')).toBeNull();
  });

  it('does not stay for being well between two falls of its program', () => {
    online();
    for (let second = 40; second < 400; second += 20) {
      becomes(second, {});
      becomes(second + 10, { screen: 'bad' });
    }
    judge();
    expect(wentBack()).toBe(true);
  });

  it.each(['screen', 'keys', 'store'] as const)('goes back within five minutes when its %s is not well', (part) => {
    becomes(40, { [part]: 'bad' });
    expect(judge()).toContain(`has not proven itself (${part})`);
    expect(wentBack()).toBe(true);
    expect(root.uptimeSeconds).toBeLessThan(295);
    expect(UPDATE_FAILURES).toContain(root.read('data/update/verdict')?.trim());
  });

  it('goes back within five minutes when there is a network and it does not register', () => {
    online();
    becomes(40, { registration: 'bad' });
    judge();
    expect(wentBack()).toBe(true);
    expect(root.uptimeSeconds).toBeLessThan(295);
  });

  it('goes back when nobody says anything', () => {
    judge();
    expect(wentBack()).toBe(true);
  });

  it('stays without a network after ten minutes with all else well', () => {
    becomes(40, { registration: 'bad' });
    judge();
    expect(stayed()).toBe(true);
    expect(root.uptimeSeconds).toBeGreaterThanOrEqual(600);
  });

  it('has its time to register when the network comes late', () => {
    becomes(40, { registration: 'bad' });
    const state = '"$SYSROOT/run/systemd/netif/state"';
    root.put(
      'each-second',
      `${root.read('each-second') ?? ''}\n[ "$now" -ne 500 ] || { mkdir -p "$SYSROOT/run/systemd/netif"; echo OPER_STATE=routable >${state}; }\n`,
    );
    becomes(640, {});
    judge();
    expect(stayed()).toBe(true);
  });

  it('need not register where there is no way back', () => {
    online();
    root.put('data/update/attempt', 'release=200\none-way=yes\nstage=installed\n');
    becomes(40, { registration: 'bad' });
    judge();
    expect(stayed()).toBe(true);
    expect(root.uptimeSeconds).toBeLessThan(100);
  });

  it('stays on a handset that nobody has provisioned', () => {
    root.put(`${RUN}/handset/health`, lines({ screen: 'good', keys: 'good', store: 'absent', registration: 'absent' }));
    judge();
    expect(stayed()).toBe(true);
  });
});
