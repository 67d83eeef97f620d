import { failure, success, type Result } from '../../../domain/result.ts';
import type { BuzzerDriverData } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { DeviceFiles, HeldFile } from '../../kernel/device-files.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import { DONE } from '../../kernel/system-fault.ts';
import { untilPermitted } from '../../kernel/until-permitted.ts';
import type { Driver } from '../driver.ts';
import { RhythmBuzzer, type ToneMaker } from './rhythm-buzzer.ts';

const INPUT_CLASS = '/sys/class/input';
/** `struct input_event` of a 64-bit kernel (linux/input.h): a time of 16 bytes, type, code, value. */
const EVENT_BYTES = 24;
const EV_SND = 0x12;
/** On and off only. */
const SND_BELL = 1;
/** The value is the frequency. */
const SND_TONE = 2;

interface Beeper {
  readonly path: string;
  readonly code: typeof SND_BELL | typeof SND_TONE;
}

/** A beeper of the kernel's input subsystem, as the PC speaker is one: pwm-beeper and gpio-beeper. */
export const inputBeeper: Driver<BuzzerDriverData['input-beeper'], Buzzer> = {
  async open({ deviceName }, { files, clock, log }) {
    const beeper = findBeeper(files, deviceName);
    if (!beeper.ok) return beeper;
    // Held open: the kernel ends the tone when the last one closes the device.
    const held = await untilPermitted(clock, () => files.hold(beeper.value.path));
    if (!held.ok) {
      const missing = 'let udev make its file in /dev/input';
      const device = `beeper "${deviceName}" (${beeper.value.path})`;
      return failure(refusedDevice(device, held.error, { missing, group: 'input' }));
    }
    const buzzer = new RhythmBuzzer({ tone: toneOf(held.value, beeper.value), clock, log });
    // A process that was killed may have left its tone on.
    buzzer.play({ name: 'silent', steps: [] });
    return success(buzzer);
  },
};

function toneOf(file: HeldFile, { code }: Beeper): ToneMaker {
  return {
    sound: (frequencyHz) => file.write(soundEvent(code, frequencyHz)),
    release: () => {
      file.close();
      return DONE;
    },
  };
}

function soundEvent(code: Beeper['code'], frequencyHz: number): Uint8Array {
  const event = new DataView(new ArrayBuffer(EVENT_BYTES));
  event.setUint16(16, EV_SND, true);
  event.setUint16(18, code, true);
  event.setInt32(20, code === SND_BELL ? Number(frequencyHz > 0) : Math.round(frequencyHz), true);
  return new Uint8Array(event.buffer);
}

/** Input devices are numbered as their drivers come, so it is found by its name, among those that can sound. */
function findBeeper(files: DeviceFiles, deviceName: string): Result<Beeper, DeviceFault> {
  const names = files.list(INPUT_CLASS);
  const beepers = (names.ok ? names.value : [])
    .filter((name) => /^event\d+$/.test(name))
    .map((event) => ({ event, sounds: soundsOf(files, event), name: nameOf(files, event) }))
    .filter(({ sounds }) => (sounds & ((1 << SND_BELL) | (1 << SND_TONE))) !== 0);
  const found = beepers.find(({ name }) => name === deviceName);
  if (found === undefined) {
    return failure({
      code: 'device-missing',
      device: `beeper "${deviceName}" (${INPUT_CLASS}/event*/device/name)`,
      reason: null,
      present: beepers.map(({ name }) => `"${name}"`),
      cure: "correct deviceName in the board's data, or load the beeper's driver",
    });
  }
  const hasTone = (found.sounds & (1 << SND_TONE)) !== 0;
  return success({ path: `/dev/input/${found.event}`, code: hasTone ? SND_TONE : SND_BELL });
}

function nameOf(files: DeviceFiles, event: string): string {
  const name = files.read(`${INPUT_CLASS}/${event}/device/name`);
  return name.ok ? name.value.trim() : event;
}

/** A bit for each sound that the device can make. */
function soundsOf(files: DeviceFiles, event: string): number {
  const told = files.read(`${INPUT_CLASS}/${event}/device/capabilities/snd`);
  return told.ok ? Number.parseInt(told.value, 16) || 0 : 0;
}
