import { crc16 } from '../../../../../src/hardware/drivers/keypad/uart/crc16.ts';

/** A frame of the protocol, as docs/uart-keypad.md describes it. */
export function frame(closed: readonly number[], { clockMs = 0, stateBytes = 6, version = 1 } = {}): Uint8Array {
  const state = Array.from({ length: stateBytes }, (_, byte) =>
    closed
      .filter((contact) => Math.floor(contact / 7) === byte)
      .reduce((bits, contact) => bits | (1 << (contact % 7)), 0),
  );
  const checked = [0x80 | version, 2 + stateBytes, clockMs & 0x7f, (clockMs >> 7) & 0x7f, ...state];
  const check = crc16(new Uint8Array(checked));
  return new Uint8Array([...checked, check >> 14, (check >> 7) & 0x7f, check & 0x7f]);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
