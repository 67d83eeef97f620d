import { createBroker } from 'dbus-native';
import * as dbus from 'dbus-native';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DbusSystemBus } from '../../../src/hardware/network/dbus-system-bus.ts';
import type { ReadAddresses } from '../../../src/hardware/network/links.ts';
import { SystemNetwork } from '../../../src/hardware/network/system-network.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';
import { describeNetwork } from '../../contract/network.contract.ts';
import { MemoryNetwork, type Transmitter } from '../../support/memory-network.ts';
import { FakeKernel } from '../kernel/fake-kernel.ts';
import { FakeIwd } from './fake-iwd.ts';

const RADIO = {
  '/sys/class/rfkill/rfkill0/soft': '0\n',
  '/sys/class/rfkill/rfkill0/type': 'wlan\n',
  '/dev/rfkill': '',
};

/** A bus of the test's, with iwd on it, and the adapter. */
class Machine {
  readonly files = new FakeKernel(RADIO);
  addresses: ReturnType<ReadAddresses> = {};
  readonly network: SystemNetwork;
  readonly #folder: string;
  readonly #broker: ReturnType<typeof createBroker>;
  readonly #socket: string;
  iwd: FakeIwd | null = null;

  private constructor(folder: string, broker: ReturnType<typeof createBroker>, socket: string) {
    this.#folder = folder;
    this.#broker = broker;
    this.#socket = socket;
    const clock = new SystemClock();
    const bus = new DbusSystemBus({ clock, loadDbus: () => Promise.resolve(dbus), socket });
    this.network = new SystemNetwork({ bus, files: this.files, readAddresses: () => this.addresses, clock });
  }

  static async start(): Promise<Machine> {
    const folder = mkdtempSync(join(tmpdir(), 'bus-'));
    const socket = join(folder, 'socket');
    const broker = createBroker();
    await new Promise<void>((resolve, reject) => {
      broker.listen({ socket }, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
    return new Machine(folder, broker, socket);
  }

  async startIwd(): Promise<FakeIwd> {
    this.iwd = await FakeIwd.start(this.#socket);
    await this.wifiIs('idle');
    return this.iwd;
  }

  async wifiIs(kind: string): Promise<void> {
    await vi.waitFor(() => {
      expect(this.network.state.wifi.kind).toBe(kind);
    });
  }

  stop(): void {
    this.network.close();
    this.iwd?.stop();
    this.#broker.close();
    rmSync(this.#folder, { recursive: true });
  }
}

describeNetwork('the network of the image, with iwd on a bus', async () => {
  const machine = await Machine.start();
  const iwd = await machine.startIwd();
  return {
    network: machine.network,
    transmit: (...transmitters: readonly Transmitter[]) => {
      iwd.transmitters = transmitters;
      iwd.tell();
      return Promise.resolve();
    },
    dispose: () => {
      machine.stop();
      return Promise.resolve();
    },
  };
});

describeNetwork('the network of tests', () => {
  const network = new MemoryNetwork();
  return Promise.resolve({
    network,
    transmit: (...transmitters: readonly Transmitter[]) => {
      network.transmitters = transmitters;
      return Promise.resolve();
    },
    dispose: () => Promise.resolve(),
  });
});

describe('the network of the image', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await Machine.start();
  });
  afterEach(() => {
    machine.stop();
  });

  const OFFICE: Transmitter = { name: 'Office', security: 'passphrase', passphrase: 'long enough', bars: 3 };

  it('has no Wi-Fi before iwd is there, has it then, and no more when iwd has gone', async () => {
    expect(machine.network.state.wifi).toEqual({ kind: 'absent' });
    expect(await machine.network.scan()).toEqual({ ok: false, error: 'no-wifi' });
    const iwd = await machine.startIwd();
    iwd.stop();
    await machine.wifiIs('absent');
  });

  it('tells of a network that went out of reach, and of how strong it is received', async () => {
    const iwd = await machine.startIwd();
    iwd.transmitters = [OFFICE];
    iwd.tell();
    await machine.network.join('Office', 'long enough');
    await iwd.level(4);
    expect(machine.network.state.wifi).toEqual({ kind: 'connected', name: 'Office', bars: 0 });
    await iwd.level(0);
    expect(machine.network.state.wifi).toMatchObject({ bars: 4 });
    iwd.loseNetwork();
    await machine.wifiIs('idle');
  });

  it('gives a passphrase for the network that is being joined, and to nobody else', async () => {
    const iwd = await machine.startIwd();
    iwd.transmitters = [OFFICE];
    iwd.tell();
    expect(await machine.network.join('Office', null)).toEqual({ ok: false, error: 'passphrase-needed' });
    expect(iwd.calls).toEqual([]);
  });

  it('says that the radio is off', async () => {
    const iwd = await machine.startIwd();
    iwd.isPowered = false;
    iwd.tell();
    await machine.wifiIs('off');
    expect(await machine.network.join('Office', 'long enough')).toEqual({ ok: false, error: 'no-wifi' });
  });

  it('switches all radios by the kernel, once', () => {
    expect(machine.network.setFlightMode(true)).toEqual({ ok: true, value: undefined });
    expect(machine.files.writes).toEqual(['dev/rfkill = 0000000000030100', 'dev/rfkill closed']);
    machine.files.files.set('/sys/class/rfkill/rfkill0/soft', '1\n');
    // A radio of another network namespace is listed, without its files.
    machine.files.files.set('/sys/class/rfkill/rfkill1/name', '');
    machine.network.setFlightMode(true);
    expect(machine.files.writes).toHaveLength(2);
    machine.network.setFlightMode(false);
    expect(machine.files.writes.slice(2)).toEqual(['dev/rfkill = 0000000000030000', 'dev/rfkill closed']);
  });

  it('has no flight mode without a radio, and says when the kernel refuses', () => {
    machine.files.refusals.set('/dev/rfkill', 'EACCES');
    expect(machine.network.setFlightMode(true)).toEqual({ ok: false, error: 'failed' });
    machine.files.files.clear();
    expect(machine.network.setFlightMode(true)).toEqual({ ok: false, error: 'no-wifi' });
  });
});
