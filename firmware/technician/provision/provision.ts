// Gives a handset its relay, account and all else that is its own: node firmware/technician/provision/provision.ts
// CONFIG DEVICE, onto a card, into an image file or over a serial line. `make provision` calls it.
import { writeDocument } from '../../../src/main/provisioning/provisioning-document.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import { say, tellFailure } from '../tell.ts';
import { checkedConfig } from './checked-config.ts';
import { provisionCard } from './provision-card.ts';
import { isSerialLine, provisionOver } from './provision-serial.ts';

async function main(config: string | undefined, device: string | undefined): Promise<void> {
  const document = checkedConfig('provision', config);
  if (device === undefined || device === '') {
    throw new TechnicianFailure(
      'make provision: name the card, the image file or the serial line, as in DEVICE=/dev/sdX',
    );
  }
  if (isSerialLine(device)) {
    await provisionOver(device, writeDocument(document));
    return;
  }
  await provisionCard(device, writeDocument(document));
  say(`${device} holds what is the handset's own. At its next start the handset takes it over and erases it there.`);
}

await tellFailure(() => main(process.argv[2], process.argv[3]));
