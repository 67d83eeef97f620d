// The adapter of Network on the machine's own iwd, networkd and rfkill, as the handset's user: `network-probe.cjs ORDER…`,
// each a method with its arguments as JSON. Prints an answer for each, then the state.
import { networkInterfaces } from 'node:os';
import * as dbus from 'dbus-native';
import { KernelDeviceFiles } from '../../../src/hardware/kernel/device-files.ts';
import { DbusSystemBus } from '../../../src/hardware/network/dbus-system-bus.ts';
import { SystemNetwork } from '../../../src/hardware/network/system-network.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';

const READY_MS = 60_000;

async function main(orders: readonly string[]): Promise<void> {
  const clock = new SystemClock();
  const network = new SystemNetwork({
    bus: new DbusSystemBus({ clock, loadDbus: () => Promise.resolve(dbus) }),
    files: new KernelDeviceFiles(),
    readAddresses: () => networkInterfaces(),
    clock,
  });
  const endMs = Date.now() + READY_MS;
  while (network.state.wifi.kind === 'absent' && Date.now() < endMs) await new Promise((go) => setTimeout(go, 200));
  for (const order of orders) {
    const [method, ...args] = JSON.parse(order) as ['scan' | 'join' | 'forget' | 'setFlightMode', ...unknown[]];
    const call = network[method].bind(network) as (...args: unknown[]) => unknown;
    process.stdout.write(`${JSON.stringify(await call(...args))}\n`);
  }
  process.stdout.write(`${JSON.stringify(network.state)}\n`);
  network.close();
}

void main(process.argv.slice(2));
