/** An event as the kernel writes it. */
export interface KernelEvent {
  readonly type: number;
  readonly code: number;
  readonly value: number;
  readonly stampMs: number;
}

export const SYN_REPORT = { type: 0, code: 0, value: 0 };
export const SYN_DROPPED = { type: 0, code: 3, value: 0 };

export function key(code: number, value: number): Omit<KernelEvent, 'stampMs'> {
  return { type: 1, code, value };
}

/** `struct input_event` of each. */
export function bytesOf(events: readonly KernelEvent[]): Uint8Array {
  const bytes = new Uint8Array(events.length * 24);
  const view = new DataView(bytes.buffer);
  for (const [index, { type, code, value, stampMs }] of events.entries()) {
    view.setBigInt64(index * 24, BigInt(Math.floor(stampMs / 1_000)), true);
    view.setBigInt64(index * 24 + 8, BigInt(Math.round((stampMs % 1_000) * 1_000)), true);
    view.setUint16(index * 24 + 16, type, true);
    view.setUint16(index * 24 + 18, code, true);
    view.setInt32(index * 24 + 20, value, true);
  }
  return bytes;
}

/** The bits of these codes, as the kernel tells which keys are down. */
export function heldBits(codes: readonly number[]): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(96);
  for (const code of codes) bits[Math.floor(code / 8)]! |= 1 << (code % 8);
  return bits;
}
