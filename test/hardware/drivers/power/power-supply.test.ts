import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardwareDrivers } from '../../../../src/hardware/drivers/hardware-drivers.ts';
import { POWER_POLL_MS } from '../../../../src/hardware/drivers/power/polled-power.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import { describePower } from '../../../contract/power.contract.ts';
import { MemoryPower } from '../../../support/memory-power.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { openedParts } from '../opened-parts.ts';

type Supplies = Readonly<Record<string, Readonly<Record<string, string>>>>;

const FULL: Supplies = {
  'axp20x-battery': { type: 'Battery', present: '1', capacity: '80', status: 'Discharging' },
  'axp20x-usb': { type: 'USB', online: '0' },
};

/** The kernel's files of these supplies. */
function supplied(supplies: Supplies): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(supplies).flatMap(([name, told]) =>
      Object.entries(told).map(([file, value]) => [`/sys/class/power_supply/${name}/${file}`, `${value}\n`]),
    ),
  );
}

async function open(supplies: Supplies, battery?: string) {
  const clock = new VirtualClock();
  const logged: string[] = [];
  const files = new FakeKernel(supplied(supplies));
  const log = new LineLog('test', (line) => logged.push(line));
  const data = battery === undefined ? {} : { battery };
  const opened = await hardwareDrivers.power['power-supply'].open(data, openedParts({ files, clock, log }));
  if (!opened.ok) throw new Error(opened.error.code);
  const tell = (now: Supplies): void => {
    files.files.clear();
    for (const [file, value] of Object.entries(supplied(now))) files.files.set(file, value);
    clock.advance(POWER_POLL_MS);
  };
  return { power: opened.value, tell, clock, logged };
}

const readingOf = async (supplies: Supplies, battery?: string) => (await open(supplies, battery)).power.reading;

describePower('the power supply of the kernel', async () => {
  const { power, tell } = await open(FULL);
  return {
    power,
    make: (reading) => {
      const told = reading === null ? { present: '0' } : { capacity: String(reading.percent) };
      tell({
        'axp20x-battery': { type: 'Battery', present: '1', ...told },
        'axp20x-usb': { type: 'USB', online: reading?.isPlugged === true ? '1' : '0' },
      });
    },
  };
});

describePower('the battery of tests', () => {
  const power = new MemoryPower();
  return {
    power,
    make: (reading) => {
      power.read(reading);
    },
  };
});

describe('the power supply of the kernel', () => {
  it('is found by what it is, whatever its name', async () => {
    expect(await readingOf({ 'BAT-7': { type: 'Battery', capacity: '41' } })).toEqual({
      percent: 41,
      isPlugged: false,
    });
  });

  it('is none where there is no battery, no class and no driver', async () => {
    expect(await readingOf({ mains: { type: 'Mains', online: '1' } })).toBeNull();
    expect(await readingOf({})).toBeNull();
  });

  it("passes over the battery of somebody else's keyboard", async () => {
    const keyboard = { type: 'Battery', scope: 'Device', capacity: '3' };
    expect(await readingOf({ 'a-keyboard': keyboard, battery: { type: 'Battery', capacity: '90' } })).toMatchObject({
      percent: 90,
    });
    expect(await readingOf({ 'a-keyboard': keyboard })).toBeNull();
  });

  it('is the one that the board names where there are two', async () => {
    const two = { a: { type: 'Battery', capacity: '10' }, b: { type: 'Battery', capacity: '20' } };
    expect(await readingOf(two, 'b')).toMatchObject({ percent: 20 });
    expect(await readingOf(two, 'c')).toBeNull();
  });

  it('is plugged by any charger: mains, USB of every kind, a coil', async () => {
    for (const type of ['Mains', 'USB', 'USB_PD', 'USB_C', 'Wireless']) {
      const supplies = { ...FULL, 'another-charger': { type, online: '1' } };
      expect(await readingOf(supplies)).toMatchObject({ isPlugged: true });
    }
  });

  it('is plugged by its own word where the charger is no supply', async () => {
    for (const [status, isPlugged] of [
      ['Charging', true],
      ['Full', true],
      ['Not charging', true],
      ['Discharging', false],
      ['Unknown', false],
    ] as const) {
      expect(await readingOf({ battery: { type: 'Battery', capacity: '50', status } })).toEqual({
        percent: 50,
        isPlugged,
      });
    }
  });

  it('is not plugged by a battery that says Full beside a charger that is out', async () => {
    const full = { type: 'Battery', capacity: '100', status: 'Full' };
    expect(await readingOf({ battery: full, usb: { type: 'USB', online: '0' } })).toMatchObject({ isPlugged: false });
  });

  it('tells no charge that cannot be, says so once, and again after it was well', async () => {
    const { power, tell, logged } = await open(FULL);
    const nonsense = (capacity: string) => ({ battery: { type: 'Battery', capacity } });
    for (const capacity of ['101', '-1', '4294967295', '', 'full', '5.5', '0x10']) {
      tell(nonsense(capacity));
      expect(power.reading).toEqual({ percent: null, isPlugged: false });
    }
    expect(logged).toHaveLength(1);
    tell(nonsense('7'));
    tell({ battery: { type: 'Battery' } });
    expect(logged).toHaveLength(2);
  });

  it('never throws, and tells 0 to 100 or nothing, whatever the files hold', async () => {
    const value = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('0', '1', '100', 'Battery', 'USB', 'Full'));
    const supply = fc.dictionary(fc.constantFrom('type', 'scope', 'present', 'capacity', 'status', 'online'), value);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom('a', 'b', 'c'), supply), async (supplies) => {
        const percent = (await readingOf(supplies))?.percent ?? 0;
        expect(percent >= 0 && percent <= 100 && Number.isInteger(percent)).toBe(true);
      }),
    );
  });

  it('is read once in five seconds, and never after close', async () => {
    const { power, clock } = await open(FULL);
    expect(clock.pendingTimers).toBe(1);
    power.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
