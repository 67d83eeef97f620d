import { afterEach, describe, expect, it } from 'vitest';
import { Label } from '../../native/src/index.ts';
import { peerAddress, type MemoryHandset } from './support/memory-handset.ts';
import { openBench, type BenchOptions, type UiBench } from './support/ui-bench.ts';

const bruno = peerAddress('bruno');
const DAY_MS = 86_400_000;
let bench: UiBench;

function open(arrange: (handset: MemoryHandset) => void, options: BenchOptions = {}): void {
  bench = openBench(options, (handset) => {
    handset.addContact('bruno', 'Bruno Ferri');
    arrange(handset);
    handset.allRead();
  });
  bench.press('enter', 'enter');
}

afterEach(() => {
  bench.close();
});

const told = (pattern: RegExp): number => bench.ui.visibleText().filter((text) => pattern.test(text)).length;
const day = (): string => bench.ui.visibleText().find((text) => /^(Today|Yesterday|\w+ \d+ \w+)$/.test(text)) ?? '';

/** The upper edge of what is drawn of a message, and of the text that it begins with; px. */
function edgesOf(text: string): { readonly bubble: number; readonly text: number } {
  const labels = [...bench.display.screen.walk()].filter((object) => object instanceof Label);
  const label = labels.find((each) => each.isVisible() && each.text.startsWith(text));
  if (label?.parent === null || label === undefined) throw new Error(`“${text}” is not on the screen`);
  return { bubble: label.parent.area.y, text: label.area.y };
}

describe('messages of one side and minute', () => {
  it('stand closely, and tell their time and state once, at the end', () => {
    open((handset) => {
      for (const text of ['one', 'two', 'three']) handset.sendAs(bruno, text, 'delivered');
    });
    expect(told(/^Delivered$/)).toBe(1);
    expect(edgesOf('two').bubble - edgesOf('one').bubble).toBe(24 + 2);
  });

  it('tell it each where their states differ: no name of a state is left out', () => {
    open((handset) => {
      handset.sendAs(bruno, 'one', 'delivered');
      handset.sendAs(bruno, 'two', 'failed', 'unknown-number');
      handset.sendAs(bruno, 'three', 'delivered');
    });
    expect(told(/^Delivered$/)).toBe(2);
    expect(told(/^Failed: unknown number$/)).toBe(1);
    expect(edgesOf('two').bubble - edgesOf('one').bubble).toBe(24 + 6);
  });

  it('tell it each where the minute or the side is another', () => {
    open((handset) => {
      handset.receive(bruno, 'one');
      handset.sendAs(bruno, 'two', 'delivered');
      handset.clock.setWall(handset.clock.wallMs() + 60_000);
      handset.sendAs(bruno, 'three', 'delivered');
    });
    expect(told(/^Delivered$/)).toBe(2);
    expect(told(/^14:3[23]$/)).toBe(4);
  });

  it('of the same minute of two days are two groups', () => {
    open((handset) => {
      handset.sendAs(bruno, 'one', 'delivered');
      handset.clock.setWall(handset.clock.wallMs() + DAY_MS);
      handset.sendAs(bruno, 'two', 'delivered');
    });
    expect(told(/^Delivered$/)).toBe(2);
  });
});

describe('the day over a thread', () => {
  it('is that of the first message in sight, and is told once', () => {
    open((handset) => {
      for (let back = 3; back >= 0; back -= 1) {
        handset.clock.setWall(handset.clock.wallMs() + DAY_MS);
        for (let count = 0; count < 4; count += 1) handset.receive(bruno, `${back} days ago, ${count}`);
      }
    });
    expect(day()).toBe('Today');
    const days = new Set<string>();
    for (let count = 0; count < 16; count += 1) {
      bench.press('up');
      const first = bench.ui.visibleText().find((text) => text.includes('days ago')) ?? '';
      const expected = ['Today', 'Yesterday'][Number(first[0])];
      if (expected !== undefined) expect(day()).toBe(expected);
      days.add(day());
      expect(told(new RegExp(`^${day()}$`))).toBe(1);
    }
    expect(days.size).toBe(4);
  });
});

describe('the upper edge of a thread', () => {
  it.each(['normal', 'large'] as const)('cuts no message as one goes up and down, in %s letters', (textSize) => {
    open(
      (handset) => {
        for (let count = 0; count < 40; count += 1) {
          if (count % 7 === 0) handset.clock.setWall(handset.clock.wallMs() + 60_000);
          handset.receive(bruno, `${count} ${'long enough for lines '.repeat(count % 4)}`);
        }
      },
      { textSize },
    );
    const meta = textSize === 'large' ? 20 : 16;
    const header = textSize === 'large' ? 24 + 38 : 20 + 32;
    for (let count = 0; count < 70; count += 1) {
      bench.press(count < 40 ? 'up' : 'down');
      const first = bench.ui.visibleText().find((text) => /^\d+ (long|$)/.test(`${text} `)) ?? '';
      const { bubble, text } = edgesOf(first.slice(0, 8).trim());
      expect(bubble).toBeGreaterThanOrEqual(header + meta);
      expect(text).toBeGreaterThan(bubble);
    }
  });
});
