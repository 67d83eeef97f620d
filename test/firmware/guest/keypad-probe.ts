// The contract suite of Keypad on the real drivers and the real kernel, in a machine that has nothing but Node:
// `node keypad-probe.cjs '{"source": …, "hand": …}'`. `source` is a keypad's source as a board names it, `hand` says who
// closes contacts (hand.ts). bundle-probe.ts makes the file.
import { hardwareDrivers } from '../../../src/hardware/drivers/hardware-drivers.ts';
import { systemDevices } from '../../../src/main/handset/devices/system-devices.ts';
import { LineLog } from '../../../src/main/machine/log/line-log.ts';
import { SystemClock } from '../../../src/main/machine/system-clock.ts';
import type { KeypadDriverData } from '../../../src/ports/device/board.ts';
import type { Drivers } from '../../../src/hardware/drivers/driver.ts';
import { PanelSwitch } from '../../../src/hardware/drivers/screen/panel-switch.ts';
import type { Keypad } from '../../../src/ports/device/keypad.ts';
import { describeKeypad } from '../../contract/keypad.contract.ts';
import { waitingRig } from '../../contract/waiting-keypad.ts';
import { handOf, type Hand, type SetWires } from './hand.ts';
import { runTests } from './small-vitest.ts';

type Real = Omit<KeypadDriverData, 'simulated'>;
type Source = { [Kind in keyof Real]: { readonly kind: Kind } & Real[Kind] }[keyof Real];

const { source, hand } = JSON.parse(process.argv[2] ?? '{}') as { readonly source: Source; readonly hand: Hand };
const parts = {
  ...systemDevices(),
  clock: new SystemClock(),
  log: new LineLog('keypad-probe', (line) => process.stderr.write(`${line}\n`)),
  panel: new PanelSwitch(),
  screenSize: { widthPx: 320, heightPx: 240 },
};
const setWires: SetWires = handOf(hand);

describeKeypad(`${source.kind} ${'access' in source ? source.access : ''}`.trim(), async () => {
  await setWires([]);
  const opened = await open(hardwareDrivers.keypad, source);
  return waitingRig(opened, setWires);
});
void runTests();

async function open<Kind extends keyof Real>(
  drivers: Drivers<Real, Keypad>,
  data: { readonly kind: Kind } & Real[Kind],
): Promise<Keypad> {
  const opened = await drivers[data.kind].open(data, parts);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}
