import { authorityDaysLeft } from '../../../src/crypto/certificates/authority-fault.ts';
import { describeFaults } from '../../../src/main/config/config-file.ts';
import { CA_FILE, type ProvisioningDocument } from '../../../src/main/provisioning/provisioning-document.ts';
import { readProvisioningFile } from '../../../src/main/provisioning/provisioning-file.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import { say } from '../tell.ts';

/** Under this many days the technician is told that the CA ends. */
const SOON_DAYS = 180;

/** @throws TechnicianFailure with every fault of the file, each with its key and cure. */
export function checkedConfig(command: string, path: string | undefined): ProvisioningDocument {
  if (path === undefined || path === '') {
    throw new TechnicianFailure(
      `make ${command}: name the configuration, as in CONFIG=alice.json; see docs/provisioning.md`,
    );
  }
  const read = readProvisioningFile(path, Date.now());
  if (!read.ok) throw new TechnicianFailure(`${describeFaults(read.error)}\nNothing was written.`);
  const daysLeft = authorityDaysLeft(read.value.files[CA_FILE], Date.now());
  if (daysLeft !== null && daysLeft < SOON_DAYS) {
    say(`Attention: the CA ends in ${daysLeft} days. After that the handset connects to nobody until it gets another.`);
  }
  return read.value;
}
