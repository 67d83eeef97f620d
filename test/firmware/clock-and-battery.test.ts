import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardWithShell, type BoardWithShell } from './support/board-with-shell.ts';
import type { EmulatedBoard } from './support/emulated-board.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { TimeServer } from './support/time-server.ts';

const BATTERY = '/sys/module/test_power/parameters';

describe('a board whose clock stands in 2001 and whose battery runs out', () => {
  let bed: FirmwareBed;
  let on: BoardWithShell;
  let board: EmulatedBoard;
  let shell: BoardWithShell['shell'];
  let servers: TimeServer;

  beforeAll(async () => {
    bed = await FirmwareBed.start();
    servers = await TimeServer.start();
    const devices = ['-rtc', 'base=2001-01-01'];
    on = await boardWithShell(bed, await bed.card({ screenOffSeconds: 10 }), { devices });
    ({ board, shell } = on);
    await shell.until('systemctl is-active handset.service', 300_000);
  });
  afterAll(async () => {
    servers.close();
    on.close();
    await bed.stop();
  });

  const clock = async (): Promise<number> => Number(await shell.run('date +%s'));
  /** Connections that stand. */
  const flows = async (): Promise<string> => shell.run(`awk '$4 == "01"' /proc/net/tcp`);

  it('starts at the build date of its image, and says that it is not sure', async () => {
    const built = Number(await shell.run('stat -c %Y /usr/lib/clock-epoch'));
    expect(await clock()).toBeGreaterThanOrEqual(built);
    expect(await shell.run('ls /run/handset-clock')).toBe('unsure');
  });

  it('has no flow, because the relay’s certificate is not valid yet', async () => {
    await shell.until('networkctl status --no-pager | grep routable', 120_000);
    expect(await flows()).toBe('');
  });

  it('does not believe a network that says a time which is over', async () => {
    servers.offsetMs = -3 * 365 * 86_400_000;
    const source = `server 10.0.2.2 port ${servers.port} iburst minpoll 0 maxpoll 2 trust prefer`;
    await shell.run(`echo '${source}' >/run/chrony-dhcp/test.sources; chronyc reload sources`);
    await board.console.until(/handset-clock.*not believed/, 180_000);
    expect(await clock()).toBeGreaterThanOrEqual(Number(await shell.run('stat -c %Y /usr/lib/clock-epoch')));
    expect(await shell.run('ls /run/handset-clock')).toBe('unsure');
  });

  it('registers as soon as the network told the right time', async () => {
    servers.offsetMs = 0;
    await shell.run('systemctl restart handset-clock-follow.service chrony.service');
    await shell.until('[ ! -e /run/handset-clock/unsure ]', 120_000);
    expect(Math.abs((await clock()) - Date.now() / 1_000)).toBeLessThan(30);
    const saved = Number(await shell.run('cat /data/clock'));
    expect(Math.abs(saved - Date.now() / 1_000)).toBeLessThan(60);
    const bob = await bed.handset('bob');
    await bob.hand.tap('Right', 'Enter');
    await bob.hand.type('alice');
    await bob.hand.tap('Enter', 'Enter');
    await bob.hand.type('on time');
    await bob.hand.tap('Enter');
    await bob.hand.shows('Delivered', 120_000);
    expect(await flows()).not.toBe('');
  });

  it('listens on no port', async () => {
    const listening = await shell.run('awk \'NR > 1 && $4 == "0A"\' /proc/net/tcp /proc/net/tcp6');
    expect(listening).toBe('');
    expect(await shell.run("awk '$2 ~ /:0143$/' /proc/net/udp /proc/net/udp6")).toBe('');
  });

  it('wakes at most once a second while its screen is dark', async () => {
    const pid = await shell.run('systemctl show --property=MainPID --value handset.service');
    const wakes = async (): Promise<number> =>
      Number(await shell.run(`cat /proc/${pid}/task/*/status | awk '/^voluntary/ { all += $2 } END { print all }'`));
    await shell.until('[ "$(cat /sys/class/backlight/*/bl_power)" != 0 ]', 120_000);
    // Memory is given back a minute after the screen went dark.
    await shell.run('sleep 75');
    const before = await wakes();
    await shell.run('sleep 60');
    const counted = (await wakes()) - before;
    process.stderr.write(`wake-ups in a minute with the screen dark: ${counted}\n`);
    expect(counted).toBeLessThanOrEqual(60);
  });

  it('switches itself off in good order when its battery is empty', async () => {
    await shell.run(`modprobe test_power; echo off >${BATTERY}/ac_online; echo off >${BATTERY}/usb_online`);
    await shell.run(`echo discharging >${BATTERY}/battery_status; echo 4 >${BATTERY}/battery_capacity`);
    await board.console.until(/power\.battery.*critical/, 120_000);
    await shell.run(`echo 1 >${BATTERY}/battery_capacity`);
    await board.untilOff(180_000);
    expect(board.console.lines.join('\n')).toMatch(/power\.battery.*empty/);
  });
});
