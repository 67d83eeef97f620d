import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qemuArm64 } from '../../board/qemu-arm64/board.ts';
import type { KeyName } from '../../src/domain/keys/key-map.ts';
import { LINUX_KEY_CODES, type LinuxKeyCode } from '../../src/ports/device/linux-key-codes.ts';
import { ReferenceSender, ReferenceSenderProgram } from '../hardware/drivers/keypad/uart/reference-sender.ts';
import type { Source } from './guest/real-keypad.ts';
import { MatrixKeys } from './support/matrix-keys.ts';
import { ProbeMachine, type Requests } from './support/probe-machine.ts';

const { source: matrix, keyMap } = qemuArm64.keypad;
if (matrix.kind !== 'gpio-matrix') throw new Error('the emulated board has a matrix');
/** A chip whose lines the machine's own kernel moves (firmware/boards/qemu-arm64/handset.dts). */
const SIM = { chipLabel: 'handset-sim', activeLow: false };
const SIM_LINES = [5, 6, 7, 8];
const KEY_CODES: readonly LinuxKeyCode[] = ['KEY_A', 'KEY_B', 'KEY_C', 'KEY_D'];
const USB_KEYBOARD: Source = { kind: 'input-device', deviceName: 'QEMU QEMU USB Keyboard', keyCodes: KEY_CODES };
const USB_SERIAL: Source = { kind: 'uart', path: '/dev/ttyUSB0', baudRate: 115_200, contacts: 42 };
/** Each is six events; the kernel keeps 64 for a reader. */
const FLOOD_KEYS = 20;
/** A USB keyboard of QEMU's keeps 16 events until the machine asks for them. */
const STROKE_MS = 40;
const KEYBOARD = { driver: 'usb-kbd', bus: 'usb.0', id: 'keyboard' };
const ADAPTER = { driver: 'usb-serial', bus: 'usb.0', id: 'adapter', chardev: 'uart' };

describe('the keypad drivers on the real kernel of an emulated board', () => {
  const program = new ReferenceSenderProgram();
  let keys: MatrixKeys;
  let sender: ReferenceSender;
  let machine: ProbeMachine;

  beforeAll(async () => {
    const started = await ReferenceSender.start(program);
    sender = started.sender;
    machine = await ProbeMachine.start({
      programs: ['keypad-probe', 'plug-probe'],
      modules: ['gpio_virtio', 'gpio_sim', 'evdev', 'usbhid', 'hid_generic', 'xhci_pci', 'ftdi_sio'],
      devices: async (folder) => {
        keys = await MatrixKeys.start(qemuArm64, folder);
        return [
          ...['-chardev', `socket,id=gpio,path=${keys.socket}`, '-device', 'vhost-user-gpio-pci,chardev=gpio,addr=0x1'],
          ...['-device', 'qemu-xhci,id=usb', '-device', 'usb-kbd,id=keyboard'],
          ...['-chardev', `serial,id=uart,path=${started.path}`, '-device', 'usb-serial,id=adapter,chardev=uart'],
        ];
      },
    });
  });
  afterAll(async () => {
    await machine.stop();
    await keys.stop();
    sender.stop();
    program.remove();
  });

  const onWires: Requests = { hand: (contacts) => holdOnly(contacts.map(Number)) };
  const onKeyboard: Requests = { hand: (contacts) => holdKeyboard(contacts.map(Number)) };
  const onUart: Requests = { hand: (contacts) => sender.ask(`closed ${contacts.join(' ')}`) };
  const sim = (activeLow: boolean) => ({ kind: 'gpio-sim', lines: SIM_LINES, activeLow });
  const oneRow = { kind: 'gpio-matrix', ...SIM, rowLines: [0], columnLines: SIM_LINES } as const;
  const direct = { kind: 'gpio-direct', ...SIM, lines: SIM_LINES } as const;

  it.each<readonly [string, Source, object, Requests]>([
    ['matrix by the character device, wires', { ...matrix, access: 'character-device' }, { kind: 'asked' }, onWires],
    ['matrix by onoff, wires', { ...matrix, access: 'onoff' }, { kind: 'asked' }, onWires],
    ['matrix by the character device, gpio-sim', { ...oneRow, access: 'character-device' }, sim(false), {}],
    ['matrix by onoff, gpio-sim', { ...oneRow, access: 'onoff' }, sim(false), {}],
    ['direct keys by the character device', { ...direct, access: 'character-device' }, sim(false), {}],
    ['direct keys by onoff', { ...direct, access: 'onoff' }, sim(false), {}],
    ['direct keys, active low', { ...direct, activeLow: true, access: 'character-device' }, sim(true), {}],
    ['input device', USB_KEYBOARD, { kind: 'asked' }, onKeyboard],
    ['UART, the reference sender in C', USB_SERIAL, { kind: 'asked' }, onUart],
  ])('%s: the contract of Keypad', async (_, source, hand, requests) => {
    const lines = await machine.run('keypad-probe', { source, hand }, requests);
    expect(lines.join('\n')).toContain('ended 5 passed, 0 failed');
  });

  it('an input device is heard by nobody else, through a flood, pulled out and plugged in again', async () => {
    const lines = await machine.run(
      'plug-probe',
      { source: USB_KEYBOARD },
      {
        press: () => holdKeyboard([1]),
        release: () => holdKeyboard([]),
        flood: async () => {
          for (let key = 0; key < FLOOD_KEYS; key += 1) {
            for (const contacts of [[3], []]) {
              await holdKeyboard(contacts);
              await new Promise((resolve) => setTimeout(resolve, STROKE_MS));
            }
          }
          await holdKeyboard([2]);
        },
        unplug: () => unplug('keyboard'),
        plug: () => plug(KEYBOARD),
      },
    );
    expect(lines.filter((line) => line.startsWith('passed'))).toHaveLength(5);
    const samples = Number(lines.find((line) => line.startsWith('samples'))?.split(' ')[1]);
    expect(samples, 'the kernel dropped events, and said so').toBeLessThan(2 * FLOOD_KEYS);
  });

  it('a UART keypad is pulled out with a key held, and plugged in again', async () => {
    const lines = await machine.run(
      'plug-probe',
      { source: USB_SERIAL },
      {
        press: () => sender.ask('closed 7'),
        unplug: () => unplug('adapter'),
        release: () => sender.ask('closed'),
        plug: () => plug(ADAPTER),
      },
    );
    expect(lines.filter((line) => line.startsWith('passed'))).toHaveLength(3);
  });

  const held = { wires: new Set<KeyName>(), keyboard: new Set<number>() };

  async function holdOnly(contacts: readonly number[]): Promise<void> {
    const wanted = new Set(contacts.map((contact) => keyMap.keys[contact] ?? 'Enter'));
    for (const key of held.wires) if (!wanted.has(key)) await keys.release(key);
    for (const key of wanted) if (!held.wires.has(key)) await keys.press(key);
    held.wires = wanted;
  }

  async function holdKeyboard(contacts: readonly number[]): Promise<void> {
    const wanted = new Set(contacts);
    const changes = [
      ...[...held.keyboard].filter((contact) => !wanted.has(contact)).map((contact) => ({ contact, down: false })),
      ...contacts.filter((contact) => !held.keyboard.has(contact)).map((contact) => ({ contact, down: true })),
    ];
    const events = changes.map(({ contact, down }) => {
      const code = LINUX_KEY_CODES[KEY_CODES[contact] ?? 'KEY_A'];
      return { type: 'key', data: { down, key: { type: 'number', data: code } } };
    });
    await machine.qmp.execute('input-send-event', { events });
    held.keyboard = wanted;
  }

  async function unplug(id: string): Promise<void> {
    await machine.qmp.unplug(id);
    held.keyboard.clear();
  }

  async function plug(device: Readonly<Record<string, unknown>>): Promise<void> {
    await machine.qmp.execute('device_add', device);
  }
});
