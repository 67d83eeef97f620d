import { chmodSync } from 'node:fs';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sipAddress } from '../../../src/main/config/config-file.ts';
import { readFleetFile } from '../../../src/main/provisioning/provisioning-file.ts';
import { TechnicianFolder } from './technician-folder.ts';

let technician: TechnicianFolder;
beforeAll(() => {
  technician = new TechnicianFolder();
});
afterAll(() => {
  technician[Symbol.dispose]();
});

describe('what the handsets of a fleet have in common', () => {
  it('becomes the document of each, with its own account and without itself among the contacts', () => {
    const read = readFleetFile(technician.config({ account: { realm: 'Office' } }), Date.now());
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const address = v.parse(sipAddress, 'sip:bob@example.org');
    const document = read.value({ address, username: null, password: 'of bob' });
    expect(document.files['account.password']).toBe('of bob');
    expect(document.handset).toMatchObject({
      account: { address, realm: 'Office', passwordFile: 'account.password' },
      contacts: [],
    });
    expect(JSON.stringify(document)).not.toContain('nobody');
  });

  it('has no account of its own', () => {
    const read = readFleetFile(technician.config(), Date.now());
    expect(read.ok ? [] : read.error.map(({ key }) => key)).toEqual(['account.address']);
  });

  it("keeps Wi-Fi's passphrases from others' eyes", () => {
    const path = technician.config({ account: {} });
    chmodSync(path, 0o644);
    const read = readFleetFile(path, Date.now());
    expect(read.ok ? [] : read.error.map(({ key }) => key)).toContain('network.wifi');
  });
});
