import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DebianArchive, RELEASE } from '../../../firmware/image/debian/archive.ts';
import { BuildCache } from '../../../firmware/image/tools/build-cache.ts';
import { Progress } from '../../../firmware/image/tools/progress.ts';

/** For the guest alone: the image has none of it. */
const PACKAGES = ['hostapd', 'iw', 'libnl-route-3-200'].map((name) => `${name}:arm64`);
const guest = (name: string): string => fileURLToPath(new URL(`../guest/${name}`, import.meta.url));

/** A network that transmits in the machine. */
export interface AccessPoint {
  readonly name: string;
  readonly passphrase: string;
}

/** Files for the machine: a transmitter (`access-point.sh`) and a probe of the handset's network (`network-probe.cjs`). */
export async function accessPointFiles(folder: string, { name, passphrase }: AccessPoint): Promise<void> {
  const cache = new BuildCache(new Progress((line) => process.stderr.write(`${line}\n`)));
  const unpacked = await cache.madeOfPackages('access-point', [RELEASE, ...PACKAGES], async (made) => {
    const work = join(made, 'apt');
    mkdirSync(work);
    await (await DebianArchive.open(work)).unpack(PACKAGES, made);
  });
  for (const place of ['bin', 'lib']) mkdirSync(join(folder, place), { recursive: true });
  copyFileSync(join(unpacked, 'usr/sbin/hostapd'), join(folder, 'bin/hostapd'));
  copyFileSync(join(unpacked, 'usr/sbin/iw'), join(folder, 'bin/iw'));
  const libraries = join(unpacked, 'usr/lib/aarch64-linux-gnu');
  for (const file of readdirSync(libraries).filter((each) => each.startsWith('libnl-route'))) {
    // Not the link, which would lead nowhere in the machine.
    copyFileSync(join(libraries, file), join(folder, 'lib', file));
  }
  copyFileSync(guest('access-point.sh'), join(folder, 'access-point.sh'));
  writeFileSync(join(folder, 'hostapd.conf'), hostapdConf(name, passphrase));
  writeFileSync(join(folder, 'udhcpd.conf'), UDHCPD_CONF);
  await build({
    entryPoints: [guest('network-probe.ts')],
    outfile: join(folder, 'network-probe.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
  });
}

function hostapdConf(name: string, passphrase: string): string {
  return [
    ...['interface=ap0', 'driver=nl80211', `ssid=${name}`, 'hw_mode=g', 'channel=1', 'country_code=IT'],
    ...['wpa=2', 'wpa_key_mgmt=WPA-PSK', 'rsn_pairwise=CCMP', `wpa_passphrase=${passphrase}`, ''],
  ].join('\n');
}

const UDHCPD_CONF = `start 192.168.77.10
end 192.168.77.20
interface ap0
lease_file /run/handset-test/leases
pidfile /run/handset-test/udhcpd.pid
option subnet 255.255.255.0
option router 192.168.77.1
option ntpsrv 192.168.77.1
`;
