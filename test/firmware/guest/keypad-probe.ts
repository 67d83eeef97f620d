// The contract suite of Keypad on the real drivers and the real kernel: `{"source": …, "hand": …}`. `source` is a keypad's
// source as a board names it, `hand` says who closes contacts (hand.ts).
import { describeKeypad } from '../../contract/keypad.contract.ts';
import { waitingRig } from '../../contract/waiting-keypad.ts';
import { handOf, type Hand } from './hand.ts';
import { openKeypad, type Source } from './real-keypad.ts';
import { runTests } from './small-vitest.ts';

const { source, hand } = JSON.parse(process.argv[2] ?? '{}') as { readonly source: Source; readonly hand: Hand };
const setWires = handOf(hand);

describeKeypad(`${source.kind} ${'access' in source ? source.access : ''}`.trim(), async () => {
  await setWires([]);
  return waitingRig(await openKeypad(source), setWires);
});
void runTests();
