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

describe('a message that is taller than the view', () => {
  it('is shown above the sign from its beginning on, and the sign counts those under it', () => {
    const opened = openBench({ textSize: 'large' }, (handset) => {
      handset.addContact('amira', 'Amira Haddad');
      handset.receive(amira, `No 1${LONG.repeat(3)}.`);
      handset.receive(amira, '\n\n\nNo 2');
      handset.receive(amira, 'No 3');
    });
    bench = opened;
    opened.clock.advance(1_000);
    opened.press('enter');
    for (let press = 0; press < 20 && opened.handset.state().unread > 0; press += 1) {
      const texts = opened.ui.visibleText();
      const written = texts.filter((text) => /No \d|longer|lines|handset/.test(text));
      expect(written, `after ${press} times Down`).not.toEqual([]);
      if (press === 0) expect(written[0]).toMatch(/^No 1, which/);
      if (opened.handset.state().unread === 3) expect(texts).toContain('2 new below');
      opened.press('down');
    }
    expect(opened.handset.state().unread).toBe(0);
  });
});
