import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemFiles } from '../../../src/main/provisioning/system-files.ts';

const wifi = (ssid: string, passphrase?: string): ReturnType<typeof systemFiles> =>
  systemFiles({ network: { wifi: [{ ssid, passphrase, hidden: false }] } });

describe('the settings of the system', () => {
  it('become files of networkd, iwd and chrony', () => {
    const files = systemFiles({
      network: {
        country: 'IT',
        wifi: [{ ssid: 'Office 5', passphrase: 'two words', hidden: true }],
        ethernet: { addresses: ['192.0.2.5/24'], gateway: '192.0.2.1', dns: ['192.0.2.53'] },
      },
      time: { servers: ['time.example.org'], nts: true },
    });
    expect(Object.fromEntries(files.map(({ path, content }) => [path, content]))).toEqual({
      'network/70-provisioned.network':
        '[Match]\nType=ether\n\n[Network]\nLinkLocalAddressing=ipv6\nAddress=192.0.2.5/24\nGateway=192.0.2.1\nDNS=192.0.2.53\n',
      'iwd/Office 5.psk': '[Security]\nPassphrase=two\\swords\n[Settings]\nAutoConnect=true\nHidden=true\n',
      'iwd-configuration/main.conf': '[General]\nCountry=IT\n',
      'chrony/provisioned.sources': 'server time.example.org iburst prefer trust nts\n',
    });
    expect(files.filter(({ isSecret }) => isSecret).map(({ path }) => path)).toEqual(['iwd/Office 5.psk']);
  });

  it('name an open network and one with signs in its name as iwd wants it', () => {
    expect(wifi('Bar')[0]?.path).toBe('iwd/Bar.open');
    expect(wifi('../è', 'long enough')[0]?.path).toBe('iwd/=2e2e2fc3a8.psk');
  });

  it('stay in their folders and on their lines whatever a network is called', () => {
    const passphrase = fc.stringMatching(/^[ -~]{8,63}$/);
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 32, unit: 'grapheme' }), passphrase, (ssid, words) => {
        for (const { path, content } of wifi(ssid, words)) {
          expect(path.split('/')).toHaveLength(2);
          expect(content.split('\n')).toHaveLength(5);
          const [, written = ''] = /\nPassphrase=(\S+)\n/.exec(content) ?? [];
          expect(written.replace(/\\([s\\])/g, (_, sign) => (sign === 's' ? ' ' : '\\'))).toBe(words);
        }
      }),
    );
  });
});
