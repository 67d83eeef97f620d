import { GpioSim } from './gpio-sim.ts';
import { Requests } from './requests.ts';

/** Who closes contacts: somebody outside, who is asked by `hand CONTACT…`, or this program on lines of gpio-sim. */
export type Hand =
  | { readonly kind: 'asked' }
  /** `lines[contact]` is pulled up when that contact closes, or down when it is active low. */
  | { readonly kind: 'gpio-sim'; readonly lines: readonly number[]; readonly activeLow: boolean };

/** Makes exactly these contacts closed; they are when it comes back. */
export type SetWires = (contacts: readonly number[]) => Promise<void>;

export function handOf(hand: Hand): SetWires {
  if (hand.kind === 'asked') {
    const requests = new Requests();
    return (contacts) => requests.ask('hand', ...contacts);
  }
  const chip = new GpioSim();
  return (contacts) => {
    for (const [contact, line] of hand.lines.entries()) chip.drive(line, contacts.includes(contact) !== hand.activeLow);
    return Promise.resolve();
  };
}
