import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessPointFiles } from './support/access-point.ts';
import { boardWithShell, type BoardWithShell } from './support/board-with-shell.ts';
import type { EmulatedBoard } from './support/emulated-board.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { GUEST_FOLDER } from './support/guest-files.ts';

const OFFICE = { name: 'Office 1', passphrase: 'back\\slash and space' };
const PROBE =
  'setpriv --reuid=handset --regid=handset --init-groups --no-new-privs ' +
  `/usr/lib/handset/bin/node ${GUEST_FOLDER}/network-probe.cjs`;

describe('a board with a cable and a radio', () => {
  let bed: FirmwareBed;
  let on: BoardWithShell;
  let board: EmulatedBoard;
  let shell: BoardWithShell['shell'];
  let files: string;

  beforeAll(async () => {
    files = mkdtempSync(join(tmpdir(), 'guest-'));
    await accessPointFiles(files, OFFICE);
    bed = await FirmwareBed.start();
    const { name, passphrase } = OFFICE;
    const card = await bed.card({ network: { country: 'IT', wifi: [{ ssid: name, passphrase }] } });
    on = await boardWithShell(bed, card, { files });
    ({ board, shell } = on);
    await shell.until('systemctl is-active handset.service', 300_000);
  });
  afterAll(async () => {
    on.close();
    await bed.stop();
    rmSync(files, { recursive: true });
  });

  /** What the adapter answers to these orders, and the state then. */
  const ask = async (...orders: readonly (readonly unknown[])[]): Promise<readonly unknown[]> => {
    const words = orders.map((order) => `'${JSON.stringify(order)}'`).join(' ');
    const told = await shell.run(`${PROBE} ${words}`, 240_000);
    return told.split('\n').map((line) => JSON.parse(line) as unknown);
  };

  it('starts no iwd as long as there is no radio', async () => {
    expect(await shell.run('systemctl is-active iwd.service || true')).toBe('inactive');
  });

  it('joins by itself the network that the technician named, once its radio is there', async () => {
    await shell.run(`cd ${GUEST_FOLDER} && sh access-point.sh >/dev/null`);
    await shell.until('networkctl status --no-pager wlan0 | grep 192.168.77', 300_000);
    expect(await shell.run('stat -c "%a %U" /data/system/iwd/*.psk')).toBe('600 root');
  });

  it('tells state, address and signal to the handset’s user', async () => {
    const [state] = await ask();
    expect(state).toMatchObject({ flightMode: false, wifi: { kind: 'connected', name: OFFICE.name, bars: 4 } });
    const { paths } = state as { readonly paths: readonly { readonly kind: string }[] };
    expect(paths.map(({ kind }) => kind)).toEqual(['ethernet', 'wifi']);
  });

  it('forgets, refuses a wrong passphrase, joins by the right one, and keeps it', async () => {
    const { name, passphrase } = OFFICE;
    const answers = await ask(
      ['forget', name],
      ['scan'],
      ['join', name, null],
      ['join', name, 'quite wrong'],
      ['join', name, passphrase],
    );
    expect(answers[0]).toMatchObject({ ok: true });
    expect(answers[1]).toMatchObject({ ok: true, value: [{ name, security: 'passphrase', isKnown: false }] });
    expect(answers[2]).toEqual({ ok: false, error: 'passphrase-needed' });
    expect(answers[3]).toEqual({ ok: false, error: 'passphrase-refused' });
    expect(answers[4]).toMatchObject({ ok: true });
    expect(answers[5]).toMatchObject({ wifi: { kind: 'connected', name } });
    expect(await shell.run('stat -c "%a %U" /data/system/iwd/*.psk')).toBe('600 root');
  });

  it('is silent in flight mode, and back in its network after it', async () => {
    // The handset's program keeps the radios as its owner's setting says.
    await shell.run('systemctl stop handset.service');
    const [switched, state] = await ask(['setFlightMode', true]);
    expect(switched).toMatchObject({ ok: true });
    expect(state).toMatchObject({ flightMode: true });
    await shell.run('systemctl start handset.service');
    // The setting is off.
    await shell.until('[ "$(cat /sys/class/rfkill/rfkill*/soft | sort -u)" = 0 ]', 120_000);
    await shell.until('networkctl status --no-pager wlan0 | grep 192.168.77', 300_000);
  });

  it('gives its flow up as soon as the cable is pulled, and is back as soon as it is in', async () => {
    const seen = board.console.lines.length;
    await shell.until(`awk '$4 == "01"' /proc/net/tcp | grep .`, 120_000);
    await board.qmp('set_link', { name: 'net', up: false });
    await board.console.until(/sip\.flow-ended.*ADDRESS_GONE/, 60_000, seen);
    await board.qmp('set_link', { name: 'net', up: true });
    await shell.until(`awk '$4 == "01"' /proc/net/tcp | grep .`, 120_000);
  });
});
