/** `struct input_event` on a 64-bit kernel: seconds, microseconds, type, code, value (include/uapi/linux/input.h). */
const EVENT_BYTES = 24;
const EV_SYN = 0;
const EV_KEY = 1;
const SYN_REPORT = 0;
const SYN_DROPPED = 3;
const KEY_UP = 0;
/** The kernel's own repeat of a held key. The handset has its own. */
const KEY_REPEAT = 2;

/** A key that went down or up, or the moment after a gap at which nothing is known but what the device says now. */
export type InputChange =
  | { readonly kind: 'key'; readonly code: number; readonly isDown: boolean; readonly stampMs: number }
  | { readonly kind: 'lost'; readonly stampMs: number };

/**
 * Reads what the kernel writes for an input device. Where this process came too late, the kernel says that events are
 * missing (SYN_DROPPED): what follows up to the next report belongs to a state that nobody knows, and is left out.
 */
export class InputEvents {
  #isDropping = false;

  /** @param bytes whole events, as one reading gives them; a rest that is none is left out. */
  read(bytes: Uint8Array): readonly InputChange[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const changes: InputChange[] = [];
    for (let at = 0; at + EVENT_BYTES <= bytes.byteLength; at += EVENT_BYTES) {
      const change = this.#event(view, at);
      if (change !== null) changes.push(change);
    }
    return changes;
  }

  #event(view: DataView, at: number): InputChange | null {
    const type = view.getUint16(at + 16, true);
    const code = view.getUint16(at + 18, true);
    const value = view.getInt32(at + 20, true);
    const stampMs = Number(view.getBigInt64(at, true)) * 1_000 + Number(view.getBigInt64(at + 8, true)) / 1_000;
    if (type === EV_SYN && code === SYN_DROPPED) this.#isDropping = true;
    if (this.#isDropping) {
      if (type !== EV_SYN || code !== SYN_REPORT) return null;
      this.#isDropping = false;
      return { kind: 'lost', stampMs };
    }
    if (type !== EV_KEY || value === KEY_REPEAT) return null;
    return { kind: 'key', code, isDown: value !== KEY_UP, stampMs };
  }
}

/** The codes whose bits are set, as the kernel tells which keys are down (EVIOCGKEY). */
export function heldCodes(bits: Uint8Array): ReadonlySet<number> {
  const held = new Set<number>();
  for (const [index, byte] of bits.entries()) {
    for (let bit = 0; bit < 8; bit += 1) if (((byte >> bit) & 1) === 1) held.add(index * 8 + bit);
  }
  return held;
}
