import { afterAll, expect, it } from 'vitest';
import { Card } from './support/card.ts';
import { IS_LONG, tell } from './support/form.ts';
import { isInMemory } from './support/panel-memory.ts';
import { startPi } from './support/pi-board.ts';
import { QemuMachine } from './support/qemu-machine.ts';

/** An emulated Pi of four processors, with a card of half a megabyte a second. */
const START_TIMEOUT_MS = 1_200_000;
/** Where Linux keeps what devices read by themselves, among it the panel's picture: at the end of the memory. */
const DEVICE_MEMORY = { from: 0x30000000, bytes: 0xc000000 };

let card: Card | null = null;
let machine: QemuMachine | null = null;
afterAll(async () => {
  await machine?.kill();
  card?.remove();
});

it.runIf(IS_LONG)(
  "the card of a Raspberry Pi Zero 2 W starts in QEMU's raspi3b to the handset's screen",
  async () => {
    card = Card.copyOf(Card.outputOf('rpi-zero2w', 'card.img'));
    machine = await startPi(card, QemuMachine.newFolder());
    const { console } = machine;
    await console.until(/^handset: slot A/, START_TIMEOUT_MS);
    tell("the card's U-Boot has chosen its slot");
    await console.until(/handset-start: slot rootA on \/dev\/mmcblk0p4/, START_TIMEOUT_MS);
    tell('the slot and the data are mounted');
    await console.until(/Started handset\.service/, START_TIMEOUT_MS);
    tell('the handset has screen and keys');
    expect(await isInMemory(machine, 'pi-not-set-up', DEVICE_MEMORY, START_TIMEOUT_MS)).toBe(true);
  },
  2 * START_TIMEOUT_MS,
);
