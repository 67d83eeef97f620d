import type { NetworkSettings, SystemSettings } from './network-keys.ts';

export interface SystemFile {
  /** Below the folder for what the technician says of the system. */
  readonly path: string;
  readonly content: string;
  /** Others than root must not read it. */
  readonly isSecret: boolean;
}

/**
 * The settings as files of those who obey them: systemd-networkd, iwd, chrony. Where they look for them is the
 * business of `/usr/libexec/handset-provision`.
 */
export function systemFiles({ network, time }: SystemSettings): readonly SystemFile[] {
  const files: SystemFile[] = [];
  if (network?.ethernet !== undefined) {
    files.push({ path: 'network/70-provisioned.network', content: networkdFile(network.ethernet), isSecret: false });
  }
  for (const wifi of network?.wifi ?? []) {
    const kind = wifi.passphrase === undefined ? 'open' : 'psk';
    files.push({ path: `iwd/${iwdName(wifi.ssid)}.${kind}`, content: iwdFile(wifi), isSecret: true });
  }
  if (network?.country !== undefined) {
    const content = `[General]\nCountry=${network.country}\n`;
    files.push({ path: 'iwd-configuration/main.conf', content, isSecret: false });
  }
  if (time !== undefined) {
    // Others' time counts only as long as these do not contradict it (chrony.conf(5), "trust").
    const options = ['iburst', 'prefer', 'trust', ...(time.nts ? ['nts'] : [])].join(' ');
    const content = time.servers.map((server) => `server ${server} ${options}\n`).join('');
    files.push({ path: 'chrony/provisioned.sources', content, isSecret: false });
  }
  return files;
}

/** systemd.network(5). */
function networkdFile({ addresses, gateway, dns }: NonNullable<NetworkSettings['ethernet']>): string {
  const lines = [
    ...addresses.map((address) => `Address=${address}`),
    ...(gateway === undefined ? [] : [`Gateway=${gateway}`]),
    ...dns.map((server) => `DNS=${server}`),
  ];
  return `[Match]\nType=ether\n\n[Network]\nLinkLocalAddressing=ipv6\n${lines.join('\n')}\n`;
}

/** A file is named by its network, in hexadecimal where the name has anything but letters, digits, space, _ and -. */
function iwdName(ssid: string): string {
  return /^[A-Za-z0-9 _-]+$/.test(ssid) ? ssid : `=${Buffer.from(ssid).toString('hex')}`;
}

/** iwd.network(5). */
function iwdFile({ passphrase, hidden }: NetworkSettings['wifi'][number]): string {
  const security = passphrase === undefined ? '' : `[Security]\nPassphrase=${iwdValue(passphrase)}\n`;
  return `${security}[Settings]\nAutoConnect=true\n${hidden ? 'Hidden=true\n' : ''}`;
}

/** Blanks at the ends of a value are cut, and a backslash begins an escape. */
function iwdValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(' ', '\\s');
}
