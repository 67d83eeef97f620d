import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument, writeDocument } from '../../../src/main/provisioning/provisioning-document.ts';
import { readProvisioningFile } from '../../../src/main/provisioning/provisioning-file.ts';
import { TechnicianFolder } from './technician-folder.ts';

let technician: TechnicianFolder;
beforeAll(() => {
  technician = new TechnicianFolder();
});
afterAll(() => {
  technician[Symbol.dispose]();
});

function faultsOf(changes: object, nowMs = Date.now()): readonly string[] {
  const read = readProvisioningFile(technician.config(changes), nowMs);
  return read.ok ? [] : read.error.map(({ key, message }) => `${key}: ${message}`);
}

describe("a technician's configuration", () => {
  it('becomes one document that needs no other file', () => {
    const read = readProvisioningFile(technician.config(), Date.now());
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(read.value.files).toEqual({ 'ca.pem': technician.caPem, 'account.password': 'correct horse' });
    expect(read.value.handset).toMatchObject({
      brand: { name: 'Acme' },
      language: 'it',
      server: { domain: 'example.org', ca: 'ca.pem', host: '192.0.2.9' },
      account: { address: 'sip:alice@example.org', passwordFile: 'account.password' },
    });
    const again = readDocument(Buffer.from(writeDocument(read.value)));
    expect(again.ok && writeDocument(again.value)).toBe(writeDocument(read.value));
  });

  it('takes a password from the file itself too, and leaves it in one place of the document', () => {
    const account = { address: 'sip:alice@example.org', password: 'in the file' };
    const read = readProvisioningFile(technician.config({ account }), Date.now());
    const text = read.ok ? writeDocument(read.value) : '';
    expect(text.split('in the file')).toHaveLength(2);
  });

  it('is refused with each fault by its key', () => {
    const faults = faultsOf({
      server: { domain: 'exa mple', ca: 'our-ca.pem' },
      brand: {},
      network: {
        country: 'it',
        wifi: [{ ssid: 'x'.repeat(40), passphrase: 'short' }],
        ethernet: { addresses: ['1.2.3.4'] },
      },
      time: { servers: [] },
      board: 'simulator',
    });
    const keys = faults.map((fault) => fault.split(':')[0]);
    expect(keys.sort()).toEqual(
      [
        ...['board', 'brand.name', 'network.country', 'network.ethernet.addresses.0', 'network.wifi.0.passphrase'],
        ...['network.wifi.0.ssid', 'server.domain', 'time.servers'],
      ].sort(),
    );
  });

  it('names the country that Wi-Fi needs, and a network that is there twice', () => {
    const wifi = [{ ssid: 'Office' }];
    expect(faultsOf({ network: { wifi } })[0]).toMatch(/^network\.country: is missing/);
    expect(faultsOf({ network: { country: 'IT', wifi: [...wifi, ...wifi] } })[0]).toMatch(/^network\.wifi: names a/);
  });

  it('refuses a control character in the name of a network, which would end a line of another file', () => {
    expect(faultsOf({ network: { country: 'IT', wifi: [{ ssid: 'a\nb' }] } })[0]).toMatch(/no control characters/);
  });

  it('refuses a CA that is no CA, has ended, has not begun, was cut, or comes with its key', () => {
    const year = 366 * 24 * 3_600_000;
    expect(faultsOf({}, Date.now() + 30 * year)[0]).toMatch(/^server\.ca: holds a certificate of .* that ended on/);
    expect(faultsOf({}, Date.now() - 30 * year)[0]).toMatch(/that begins on .* clock/);
    const server = (ca: string): object => ({ server: { domain: 'example.org', ca } });
    technician.file('cut.pem', technician.caPem.replace(/\n[^\n]+\n-----END/, '\n-----END'));
    expect(faultsOf(server('cut.pem'))[0]).toMatch(/cannot be read; copy/);
    technician.file('empty.pem', 'nothing');
    expect(faultsOf(server('empty.pem'))[0]).toMatch(/holds no PEM certificate/);
    technician.file('both.pem', `${technician.caPem}-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n`);
    expect(faultsOf(server('both.pem'))[0]).toMatch(/holds a private key/);
  });

  it("refuses a brand's colour that cannot be read", () => {
    expect(faultsOf({ brand: { name: 'Acme', accent: { light: '#ffff00' } } })[0]).toMatch(/^brand: .*contrast/);
    expect(faultsOf({ brand: { name: 'Acme', accent: { dark: '#ffff00' } } })).toEqual([]);
  });
});

describe('a document', () => {
  it.each([
    ['no JSON', 'PROVISION', /not JSON/],
    ['another format', '{"format":2,"handset":{},"files":{"ca.pem":"a","account.password":"b"}}', /^format: must be 1/],
    ['no files', '{"format":1,"handset":{}}', /^files/],
    [
      'a file of another name',
      '{"format":1,"handset":{},"files":{"ca.pem":"a","account.password":"b","../x":"y"}}',
      /x/,
    ],
    ['too much', ' '.repeat((1 << 20) + 1), /larger/],
  ])('of %s is refused', (_, text, why) => {
    const read = readDocument(Buffer.from(text));
    expect(read.ok ? [] : read.error.join('\n')).toMatch(why);
  });
});
