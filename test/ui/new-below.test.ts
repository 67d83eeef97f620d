import { afterEach, describe, expect, it } from 'vitest';
import { peerAddress } from './support/memory-handset.ts';
import { openBench, type Shape, type UiBench } from './support/ui-bench.ts';

const amira = peerAddress('amira');
const COUNT = 31;
const LONG = ', which is longer and takes two or three lines on the screen of a handset';

let bench: UiBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

/** `longEvery`: every so many texts is a long one, so that the sign falls onto another place of the column each time. */
function openUnread(shape: Shape, longEvery: number): UiBench {
  const opened = openBench({ shape }, (handset) => {
    handset.addContact('amira', 'Amira Haddad');
    for (let number = 1; number <= COUNT; number += 1) {
      handset.receive(amira, `No ${number}${number % longEvery === 0 ? LONG : ''}.`);
    }
  });
  opened.clock.advance(1_000);
  opened.press('enter');
  return opened;
}

function numbersOnScreen({ ui }: UiBench): readonly number[] {
  return ui.visibleText().flatMap((text) => {
    const number = /^No (\d+)[,.]/.exec(text)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

describe.each<Shape>(['landscape', 'portrait'])('under "n new below" (%s)', (shape) => {
  it.each([1, 2, 3, 4, 5, 31])('no message counts as read that the sign covers, and Down passes over none', (every) => {
    const opened = openUnread(shape, every);
    bench = opened;
    const shown = new Set<number>();
    for (let press = 0; press < 2 * COUNT && opened.handset.state().unread > 0; press += 1) {
      for (const number of numbersOnScreen(opened)) shown.add(number);
      const unread = COUNT - shown.size;
      expect(opened.handset.state().unread, `after ${[...shown].join()}`).toBe(unread);
      expect(opened.ui.visibleText()).toContain(`${unread} new below`);
      opened.press('down');
    }
    for (const number of numbersOnScreen(opened)) shown.add(number);
    expect([...shown]).toEqual(Array.from({ length: COUNT }, (_none, index) => index + 1));
  });
});
