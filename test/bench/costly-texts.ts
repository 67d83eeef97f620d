import { bruno } from '../golden/support/scene-data.ts';
import { openBench } from '../ui/support/ui-bench.ts';
import type { Figure } from './figures.ts';

/** What an older version may have stored; today's keeps 4,096 bytes of a received text. */
const STORED_BYTES = 60_000;
const SHAPES = [
  `e${'\u0301'.repeat(7)}`,
  '\u0301\u0323',
  'ż',
  'żółw ',
  '🇮🇹',
  '🙂',
  '👩\u200d',
  '漢',
  '\n',
  ' ',
  '\u202e',
];
const ORDINARY = 'ordinary words ';

/**
 * How long one key holds the event loop in a thread full of texts that are hard to draw, frame included: opening it, a
 * letter, and steps through its messages. Beside it the same with as many bytes of ordinary words.
 */
export function costlyTexts(): readonly Figure[] {
  const hostile: number[] = [];
  const ordinary: number[] = [];
  for (const shape of SHAPES) {
    hostile.push(longestHoldMs(shape));
    ordinary.push(longestHoldMs(ORDINARY));
  }
  return [
    {
      name: 'longest hold of the loop by a key, over texts of 60 kB',
      unit: 'ms',
      samples: hostile,
      aim: { most: 50 },
      beside: { name: 'ordinary words', samples: ordinary },
    },
  ];
}

function longestHoldMs(unit: string): number {
  const text = unit.repeat(STORED_BYTES / Buffer.byteLength(unit));
  const bench = openBench({}, (handset) => {
    handset.addContact('bruno', 'Bruno Ferri');
    for (let count = 0; count < 26; count += 1) handset.receive(bruno, `${text}${count}`);
    handset.allRead();
  });
  let longest = 0;
  const timed = (act: () => void): void => {
    const before = performance.now();
    act();
    bench.clock.advance(50);
    bench.display.refreshNow();
    longest = Math.max(longest, performance.now() - before);
  };
  for (const command of ['enter', 'enter', 'up', 'up', 'down', 'back'] as const) {
    timed(() => {
      bench.press(command);
    });
    timed(() => {
      bench.type('a');
    });
  }
  bench.close();
  return longest;
}
