import { heldCodes, InputEvents, type InputChange } from './input-events.ts';
import type { ContactsTold } from '../device-keypad.ts';

/** The keys of an input device as contacts: the key with `codes[contact]` is down. */
export class InputKeys {
  readonly #contacts: ReadonlyMap<number, number>;
  readonly #events = new InputEvents();
  readonly #closed = new Set<number>();
  /** Events up to this time are known already from what the device said after a gap. */
  #knownMs = -Infinity;

  constructor(codes: readonly number[]) {
    this.#contacts = new Map(codes.map((code, contact) => [code, contact]));
  }

  /** Takes what the device says of all its keys. */
  held(bits: Uint8Array): ContactsTold {
    const codes = heldCodes(bits);
    this.#closed.clear();
    for (const [code, contact] of this.#contacts) if (codes.has(code)) this.#closed.add(contact);
    return this.#told(0);
  }

  /**
   * Takes events that were read at `nowMs`, on the clock of their time stamps.
   * @param askHeld asks the device for all its keys; null when it does not answer.
   * @returns each change of a contact.
   */
  read(bytes: Uint8Array, nowMs: number, askHeld: () => Uint8Array | null): readonly ContactsTold[] {
    const told: ContactsTold[] = [];
    for (const change of this.#events.read(bytes)) {
      if (change.stampMs < this.#knownMs) continue;
      if (change.kind === 'key') {
        if (this.#press(change)) told.push(this.#told(nowMs - change.stampMs));
        continue;
      }
      const bits = askHeld();
      if (bits === null) continue;
      this.#knownMs = nowMs;
      told.push(this.held(bits));
    }
    return told;
  }

  #press({ code, isDown }: Extract<InputChange, { kind: 'key' }>): boolean {
    const contact = this.#contacts.get(code);
    if (contact === undefined || this.#closed.has(contact) === isDown) return false;
    if (isDown) this.#closed.add(contact);
    else this.#closed.delete(contact);
    return true;
  }

  #told(ageMs: number): ContactsTold {
    return { ageMs: Math.max(0, ageMs), closed: [...this.#closed].sort((one, other) => one - other) };
  }
}
