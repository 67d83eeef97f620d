import { afterEach, describe, expect, it } from 'vitest';
import { Label } from '../../native/src/index.ts';
import type { Command } from '../../src/domain/input/input-event.ts';
import { LaidOutRows } from '../../src/ui/screens/thread/drawing/laid-out-rows.ts';
import type { ThreadRowModel } from '../../src/ui/screens/thread/drawing/row-models.ts';
import { bruno } from '../golden/support/scene-data.ts';
import { openBench, type UiBench } from './support/ui-bench.ts';

/** What an older version may have stored. */
const STORED_BYTES = 60_000;
/** A screen has room for about 12 lines of 40 characters, each of them of at most 8 code points. */
const MOST_UNITS_ON_SCREEN = 12 * 40 * 8;

const shapes = ['a', 'ż', 'word ', 'e' + '\u0301'.repeat(7), '🇮🇹', '🙂', '👩\u200d', ' ', '\n', '漢', '\u0301'];

describe('a message of 60 kB', () => {
  let bench: UiBench;
  afterEach(() => {
    bench.close();
  });

  const draw = (): void => {
    bench.clock.advance(50);
    bench.display.refreshNow();
  };
  const press = (...commands: readonly Command[]): void => {
    for (const command of commands) {
      bench.press(command);
      draw();
    }
  };
  const unitsOnScreen = (): number =>
    Array.from(bench.display.screen.walk())
      .filter((object) => object instanceof Label)
      .reduce((sum, label) => sum + label.text.length, 0);

  it.each(shapes)('of many %j is drawn only as far as it is in sight, wherever one scrolls', (unit) => {
    const text = `begin ${unit.repeat(STORED_BYTES / Buffer.byteLength(unit))} end`;
    bench = openBench({}, (handset) => {
      handset.addContact('bruno', 'Bruno Ferri');
      handset.receive(bruno, text);
      handset.receive(bruno, text);
      handset.allRead();
    });
    press('enter', 'enter');
    expect(unitsOnScreen()).toBeLessThan(MOST_UNITS_ON_SCREEN);
    for (let count = 0; count < 12; count += 1) {
      press('up');
      expect(unitsOnScreen()).toBeLessThan(MOST_UNITS_ON_SCREEN);
    }
    expect(bench.warnings).toEqual([]);
  });

  it('shows its end first, and its beginning when one has scrolled so far', () => {
    const lines = Array.from({ length: 900 }, (_, line) => `line ${line}`);
    bench = openBench({}, (handset) => {
      handset.addContact('bruno', 'Bruno Ferri');
      handset.receive(bruno, lines.join('\n'));
      handset.allRead();
    });
    press('enter', 'enter');
    expect(bench.ui.visibleText().join('\n')).toContain('line 899');
    press('up');
    const scrolls = Math.ceil((900 * 20) / 60);
    for (let count = 0; count < scrolls; count += 1) bench.press('up');
    draw();
    expect(bench.ui.visibleText().join('\n')).toContain('line 0\nline 1\n');
  });
});

describe('the rows of a thread', () => {
  const rows = Array.from({ length: 72 }, (_, at): ThreadRowModel => ({ kind: 'line', key: `event:${at}`, text: '' }));

  it('are laid out only where they can be in sight, and once', () => {
    const asked: string[] = [];
    const laidOut = new LaidOutRows(({ row }) => {
      asked.push(row.key);
      return 100;
    });
    const around = { key: null, abovePx: 180, belowPx: 180 };
    expect(laidOut.around(rows, around).map(({ key }) => key)).toEqual(['event:70', 'event:71']);
    expect(laidOut.around([...rows], around)).toBe(laidOut.around(rows, around));
    expect(asked).toEqual(['event:71', 'event:70']);
    laidOut.around(rows, { ...around, key: 'event:70' });
    expect(asked).toEqual(['event:71', 'event:70', 'event:69']);
  });

  it('are only one where it fills the screen', () => {
    const laidOut = new LaidOutRows(() => 50_000);
    expect(laidOut.around(rows, { key: 'event:5', abovePx: 180, belowPx: 180 })).toHaveLength(1);
  });
});
