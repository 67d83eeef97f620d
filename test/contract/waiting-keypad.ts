import type { Keypad } from '../../src/ports/device/keypad.ts';
import type { KeypadRig } from './keypad.contract.ts';

/** In this time a real device tells a change, on a loaded emulated machine too. */
const PATIENCE_MS = 400;
const LOOK_MS = 10;

/**
 * The rig of a keypad on real wires, which tells a change some time after it was made.
 * @param setWires makes exactly these contacts closed; they are when it comes back.
 */
export function waitingRig(keypad: Keypad, setWires: (contacts: readonly number[]) => Promise<void>): KeypadRig {
  let told = '';
  return {
    keypad: {
      start: (listener) => {
        keypad.start((sample) => {
          told = sample.closed.join();
          listener(sample);
        });
      },
      isAlive: () => keypad.isAlive(),
      close: () => {
        keypad.close();
      },
    },
    setClosed: async (contacts) => {
      await setWires(contacts);
      const until = performance.now() + PATIENCE_MS;
      while (told !== contacts.join() && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
  };
}
