import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { success } from '../../../../src/domain/result.ts';
import { hardwareDrivers } from '../../../../src/hardware/drivers/hardware-drivers.ts';
import { PanelSwitch } from '../../../../src/hardware/drivers/screen/panel-switch.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import { describeBacklight, type BacklightRig } from '../../../contract/backlight.contract.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { CHIP_GONE, CopperLine } from '../../gpio/copper-line.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { openedParts } from '../opened-parts.ts';
import { refusedBy } from '../screen/fake-lvgl.ts';

const drivers = hardwareDrivers.backlight;
const LIGHT = '/sys/class/backlight/lcd';
const FILES = { [`${LIGHT}/brightness`]: '0', [`${LIGHT}/bl_power`]: '4', [`${LIGHT}/max_brightness`]: '255\n' };
const CHIP = '/sys/class/gpio/gpiochip512';
const CHIP_FILES = { [`${CHIP}/label`]: 'pins\n', [`${CHIP}/base`]: '512\n', [`${CHIP}/ngpio`]: '8\n' };

function heard() {
  const logged: string[] = [];
  return { logged, log: new LineLog('test', (line) => logged.push(line)) };
}

async function openClass(files = new FakeKernel(FILES), log = heard().log) {
  const opened = await drivers['backlight-class'].open({ name: 'lcd' }, openedParts({ files, log }));
  if (!opened.ok) throw new Error(opened.error.code);
  return { backlight: opened.value, files };
}

async function openGpio(line: CopperLine, log = heard().log) {
  const parts = openedParts({
    files: new FakeKernel(CHIP_FILES),
    loadOpenLine: () => Promise.resolve(() => success(line)),
    log,
  });
  const opened = await drivers.gpio.open({ chipLabel: 'pins', activeLow: false, line: 3 }, parts);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

async function openPanel(setPower: (on: boolean) => void, log = heard().log) {
  const panel = new PanelSwitch();
  const opened = await drivers.panel.open({}, openedParts({ panel, log }));
  panel.connect({ setPower }, '/dev/dri/card0');
  if (!opened.ok) throw new Error('a panel needs nothing');
  return opened.value;
}

describeBacklight('the driver of the backlight class', async (): Promise<BacklightRig> => {
  const { backlight, files } = await openClass();
  const isOn = () => files.files.get(`${LIGHT}/bl_power`) === '0';
  return {
    backlight,
    hasLevels: true,
    percentSeen: () => (isOn() ? (Number(files.files.get(`${LIGHT}/brightness`)) / 255) * 100 : 0),
    changes: () => files.writes.length,
  };
});

describeBacklight('the driver of a light on a GPIO line', async (): Promise<BacklightRig> => {
  const line = new CopperLine();
  return {
    backlight: await openGpio(line),
    hasLevels: false,
    percentSeen: () => (line.written.at(-1) === 1 ? 100 : 0),
    changes: () => line.written.length,
  };
});

describeBacklight('the driver that puts the panel to sleep', async (): Promise<BacklightRig> => {
  const told: boolean[] = [];
  return {
    backlight: await openPanel((on) => told.push(on)),
    hasLevels: false,
    percentSeen: () => (told.at(-1) === true ? 100 : 0),
    changes: () => told.length,
  };
});

describe('a light of the backlight class', () => {
  it('has its level before it is switched on, so that it does not flash', async () => {
    const { backlight, files } = await openClass();
    backlight.shine(50);
    expect(files.writes).toEqual(['lcd/brightness = 128', 'lcd/bl_power = 0']);
  });

  it('is never dark by a low brightness', async () => {
    const { backlight, files } = await openClass(new FakeKernel({ ...FILES, [`${LIGHT}/max_brightness`]: '7\n' }));
    backlight.shine(1);
    expect(files.files.get(`${LIGHT}/brightness`)).toBe('1');
  });

  it('that is missing is told with those that there are', async () => {
    const files = new FakeKernel({ '/sys/class/backlight/other/brightness': '0' });
    expect(await drivers['backlight-class'].open({ name: 'lcd' }, openedParts({ files }))).toMatchObject({
      ok: false,
      error: { code: 'device-missing', device: expect.stringContaining('backlight lcd') as string, present: ['other'] },
    });
  });

  it('waits for udev to permit it', async () => {
    const files = new FakeKernel(FILES, { [`${LIGHT}/bl_power`]: 'EACCES' });
    const clock = new VirtualClock();
    const opening = drivers['backlight-class'].open({ name: 'lcd' }, openedParts({ files, clock }));
    await clock.run(500);
    files.refusals.clear();
    await clock.run(100);
    expect(await opening).toHaveProperty('ok', true);
  });
});

describe('a light that fails', () => {
  it.each(['the class', 'a line', 'a panel'])('(%s) is told once, and once more when it works', async (what) => {
    const { log, logged } = heard();
    const files = new FakeKernel(FILES);
    const line = new CopperLine();
    let isBroken = true;
    files.refusals.clear();
    const backlight =
      what === 'the class'
        ? (await openClass(files, log)).backlight
        : what === 'a line'
          ? await openGpio(line, log)
          : await openPanel(() => {
              if (isBroken) throw refusedBy(constants.errno.EIO);
            }, log);
    line.fault = CHIP_GONE;
    files.refusals.set(`${LIGHT}/brightness`, 'EIO');
    for (const percent of [50, 50, 60]) backlight.shine(percent);
    isBroken = false;
    line.fault = null;
    files.refusals.clear();
    backlight.shine(60);
    expect(logged.map((text) => /board\.\S+ part=\S+/.exec(text)?.[0])).toEqual([
      'board.part-failed part=backlight',
      'board.part-works-again part=backlight',
    ]);
  });
});

it('a board that says so has a screen that is never dark', async () => {
  const opened = await drivers.none.open({}, openedParts());
  expect(opened.ok && opened.value.canDarken).toBe(false);
});
