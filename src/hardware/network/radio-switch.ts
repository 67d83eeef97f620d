import { failure, success, type Result } from '../../domain/result.ts';
import type { DeviceFiles } from '../kernel/device-files.ts';

const RADIOS = '/sys/class/rfkill';
const SWITCH = '/dev/rfkill';
/** `struct rfkill_event` of linux/rfkill.h: four bytes of index, then type, order, soft block, hard block. */
const ALL_TYPES = 0;
const CHANGE_ALL = 3;

/** The kernel's switch over all radios (rfkill). The handset's user may write it by a rule of udev. */
export class RadioSwitch {
  readonly #files: DeviceFiles;

  constructor(files: DeviceFiles) {
    this.#files = files;
  }

  /** Whether there are radios, and all of them are switched off by somebody's order. */
  get isOff(): boolean {
    const blocks = this.#softBlocks();
    return blocks.length > 0 && blocks.every((block) => block === '1');
  }

  set(isOff: boolean): Result<void, 'no-wifi' | 'failed'> {
    if (this.#softBlocks().length === 0) return failure('no-wifi');
    const held = this.#files.hold(SWITCH);
    if (!held.ok) return failure('failed');
    const written = held.value.write(Uint8Array.of(0, 0, 0, 0, ALL_TYPES, CHANGE_ALL, isOff ? 1 : 0, 0));
    held.value.close();
    return written.ok ? success(undefined) : failure('failed');
  }

  /** Of each radio. One that was given to another network namespace is listed, and its files are not there. */
  #softBlocks(): readonly string[] {
    const radios = this.#files.list(RADIOS);
    if (!radios.ok) return [];
    return radios.value.flatMap((name) => {
      const told = this.#files.read(`${RADIOS}/${name}/soft`);
      return told.ok ? [told.value.trim()] : [];
    });
  }
}
