import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Who closes contacts: somebody outside, who is asked by lines, or this program on lines of gpio-sim. */
export type Hand =
  | { readonly kind: 'asked' }
  /** `lines[contact]` is pulled up when that contact closes, or down when it is active low. */
  | {
      readonly kind: 'gpio-sim';
      readonly folder: string;
      readonly lines: readonly number[];
      readonly activeLow: boolean;
    };

/** Makes exactly these contacts closed; they are when it comes back. */
export type SetWires = (contacts: readonly number[]) => Promise<void>;

export function handOf(hand: Hand): SetWires {
  if (hand.kind === 'asked') return askedHand();
  return (contacts) => {
    for (const [contact, line] of hand.lines.entries()) {
      const isHigh = contacts.includes(contact) !== hand.activeLow;
      writeFileSync(`${hand.folder}/sim_gpio${line}/pull`, isHigh ? 'pull-up' : 'pull-down');
    }
    return Promise.resolve();
  };
}

/** `hand CONTACT...` on stdout asks for these contacts to be closed and all others open; any line on stdin says done. */
function askedHand(): SetWires {
  const answers: (() => void)[] = [];
  createInterface({ input: process.stdin }).on('line', () => {
    answers.shift()?.();
  });
  return (contacts) => {
    process.stdout.write(`hand ${contacts.join(' ')}\n`);
    return new Promise((resolve) => answers.push(resolve));
  };
}
