import type { BatteryReading } from '../../../domain/power/battery.ts';
import { success } from '../../../domain/result.ts';
import type { Power } from '../../../ports/device/power.ts';
import type { PowerDriverData } from '../../../ports/device/board.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import type { Driver } from '../driver.ts';
import { PolledPower } from './polled-power.ts';

const SUPPLIES = '/sys/class/power_supply';
/** `status` of a battery that somebody feeds, for boards whose charger is no supply of its own. */
const FED = new Set(['Charging', 'Full', 'Not charging']);

/**
 * The battery as the kernel knows it (Documentation/ABI/testing/sysfs-class-power). Supplies are found by what they are:
 * their names follow from drivers and buses. They are looked up at each reading, because their drivers may come late.
 */
export const powerSupply: Driver<PowerDriverData['power-supply'], Power> = {
  open: ({ battery = null }, { files, clock, log }) =>
    Promise.resolve(success(new PolledPower(() => readSupplies(files, battery), clock, log))),
};

/** @param named the battery's own name, null for the first one that there is. */
function readSupplies(files: DeviceFiles, named: string | null): BatteryReading | null {
  const listed = files.list(SUPPLIES);
  const supplies = (listed.ok ? listed.value : []).map((name) => new Supply(files, name));
  const battery = supplies.find((supply) => (named === null ? supply.isBattery : supply.name === named));
  if (battery?.isPresent !== true) return null;
  const chargers = supplies.filter((supply) => supply.isCharger);
  const isPlugged =
    chargers.length > 0 ? chargers.some((charger) => charger.isOnline) : FED.has(battery.read('status') ?? '');
  return { percent: battery.percent, isPlugged };
}

/** One folder of the class. */
class Supply {
  readonly name: string;
  readonly #files: DeviceFiles;

  constructor(files: DeviceFiles, name: string) {
    this.#files = files;
    this.name = name;
  }

  /** Null for what the driver does not tell. */
  read(file: string): string | null {
    const told = this.#files.read(`${SUPPLIES}/${this.name}/${file}`);
    return told.ok ? told.value.trim() : null;
  }

  /** A wireless keyboard tells of a battery too, which is not the handset's. */
  get isBattery(): boolean {
    return this.read('type') === 'Battery' && this.read('scope') !== 'Device';
  }

  get isCharger(): boolean {
    const type = this.read('type') ?? '';
    return (type === 'Mains' || type === 'Wireless' || type.startsWith('USB')) && this.read('scope') !== 'Device';
  }

  /** Drivers of batteries that cannot be taken out do not say it. */
  get isPresent(): boolean {
    return this.read('present') !== '0';
  }

  get isOnline(): boolean {
    const online = this.read('online');
    return online !== null && online !== '0';
  }

  get percent(): number | null {
    const told = this.read('capacity') ?? '';
    return /^\d{1,3}$/.test(told) && Number(told) <= 100 ? Number(told) : null;
  }
}
