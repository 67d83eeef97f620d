import { afterEach, describe, expect, it } from 'vitest';
import type { FlushedArea } from '../../native/src/index.ts';
import { fieldOn } from '../../src/simulator/hand/field-on-screen.ts';
import { LANGUAGES } from '../../src/ui/languages/languages.ts';
import type { StringKey } from '../../src/ui/languages/strings.ts';
import { metricsFor } from '../../src/ui/style/metrics.ts';
import { peerAddress, type MemoryHandset } from './support/memory-handset.ts';
import { openBench, type UiBench } from './support/ui-bench.ts';

const bruno = peerAddress('bruno');
let bench: UiBench;

afterEach(() => {
  bench.close();
});

function conversation(handset: MemoryHandset): void {
  handset.addContact('bruno', 'Bruno Ferri');
  for (let count = 0; count < 12; count += 1) {
    handset.receive(bruno, `Question ${count}`);
    handset.sendAs(bruno, `Answer ${count}`);
  }
}

/** What was drawn again while `act` ran. */
function flushedBy(act: () => void): readonly FlushedArea[] {
  const areas: FlushedArea[] = [];
  bench.display.onFlush = (area) => areas.push(area);
  bench.lvgl.native.displayWantFlushes(bench.display.handle, true);
  act();
  bench.display.onFlush = undefined;
  return areas;
}

describe('the screen', () => {
  it('draws Home at once', () => {
    bench = openBench();
    expect(bench.ui.visibleText()).toEqual(
      expect.arrayContaining([
        'Registered',
        '14:32',
        'Monday 23 November',
        'alice@relay.example',
        'History',
        'Contacts',
      ]),
    );
    expect(bench.ui.focusedItem()).toBe('History');
  });

  it('has the pixels of a key when handle returns', () => {
    bench = openBench({}, conversation);
    const before = bench.display.toPng();
    bench.press('down');
    expect(bench.display.toPng().equals(before)).toBe(false);
  });

  it('touches only the field when a character is typed', () => {
    bench = openBench({}, conversation);
    bench.press('enter', 'enter');
    bench.type('Hell');
    const areas = flushedBy(() => {
      bench.type('o');
    });
    expect(areas.length).toBeGreaterThan(0);
    for (const area of areas) expect(area.y).toBeGreaterThanOrEqual(240 - 40);
    const pixels = areas.reduce((sum, area) => sum + area.width * area.height, 0);
    expect(pixels).toBeLessThan((320 * 240) / 10);
  });

  it('draws nothing for a key that changes nothing', () => {
    bench = openBench({}, conversation);
    expect(
      flushedBy(() => {
        bench.press('up');
      }),
    ).toEqual([]);
  });

  it('draws only the clock when the minute turns', () => {
    bench = openBench({}, conversation);
    bench.press('enter', 'enter');
    const areas = flushedBy(() => {
      bench.clock.advance(60_000);
    });
    expect(areas.length).toBeGreaterThan(0);
    for (const area of areas) expect(area.y + area.height).toBeLessThanOrEqual(20);
    expect(bench.ui.visibleText()).toContain('14:33');
  });

  it('lets LVGL sleep: no cursor blinks, nothing moves', () => {
    bench = openBench({}, conversation);
    bench.press('enter', 'enter');
    bench.type('x');
    bench.lvgl.advance(1_000);
    const runs = bench.lvgl.handlerRuns;
    const areas = flushedBy(() => {
      bench.lvgl.advance(60_000);
    });
    expect(areas).toEqual([]);
    expect(bench.lvgl.handlerRuns - runs).toBeLessThanOrEqual(2);
  });

  it('reads as a person would: whole texts, no icons, no line breaks of its own', () => {
    bench = openBench({}, (handset) => {
      handset.receive(bruno, 'Meet at the south gate, 18:00, and bring the second key');
      handset.sendAs(bruno, 'Yes', 'failed', 'unknown-number');
      handset.allRead();
    });
    bench.press('enter', 'enter', 'up');
    const texts = bench.ui.visibleText();
    expect(texts).toContain('Meet at the south gate, 18:00, and bring the second key');
    expect(texts).toContain('Failed: unknown number');
    expect(texts).toContain('Enter: resend · Menu: edit, details');
    expect(texts.join('')).not.toMatch(/[\ue000-\uf8ff]/);
    expect(bench.ui.focusedItem()).toBe('Yes');
  });

  it('is read from top to bottom', () => {
    bench = openBench({}, (handset) => {
      handset.addContact('bruno', 'Bruno Ferri');
      for (const text of ['first', 'second', 'third']) handset.receive(bruno, text);
      handset.allRead();
    });
    bench.press('enter', 'enter');
    const texts = bench.ui.visibleText().filter((text) => !/^\d\d:\d\d$/.test(text));
    expect(texts).toEqual([
      'Registered',
      'BF',
      'Bruno Ferri',
      'Today',
      'first',
      'second',
      'third',
      'To Bruno Ferri, Enter sends',
    ]);
  });

  it('tells a typist the text in the field, and which letters the keys type', () => {
    bench = openBench({ shape: 'portrait' }, (handset) => handset.receive(bruno, '123'));
    const field = () => fieldOn({ lines: [], focused: null, field: bench.ui.writing() });
    expect(field()).toEqual({ letterCase: 'abc', textBefore: null });
    bench.press('enter', 'enter');
    expect(field()).toEqual({ letterCase: 'abc', textBefore: '' });
    bench.type('123');
    expect(field()).toEqual({ letterCase: 'abc', textBefore: '123' });
    for (const mode of ['Abc', 'ABC', '123'] as const) {
      bench.modeIs(mode);
      expect(field()).toEqual({ letterCase: mode, textBefore: '123' });
      expect(bench.ui.visibleText()).toContain(mode);
    }
    bench.press('left');
    expect(field().textBefore).toBe('12');
    bench.press('menu');
    expect(field().textBefore).toBeNull();
  });

  it('has drawn all news when its text is asked for, also what no frame has shown yet', () => {
    bench = openBench();
    bench.handset.receive(bruno, 'Hello there');
    expect(bench.ui.visibleText()).toContain('Hello there');
  });

  it('holds as many widgets for a thread of 2,000 messages as for one of 24', () => {
    bench = openBench({}, (handset) => {
      handset.addContact('bruno', 'Bruno Ferri');
      for (let count = 0; count < 2_000; count += 1) handset.receive(bruno, `text ${count}`);
      handset.allRead();
    });
    bench.press('enter', 'enter');
    const opened = bench.lvgl.census.object;
    for (let count = 0; count < 300; count += 1) bench.press('up');
    expect(bench.lvgl.census.object - opened).toBeLessThan(60);
    expect(bench.ui.focusedItem()).toBe('text 1700');
  });

  it('scrolls within a message that is taller than the screen, up to its first line', () => {
    bench = openBench({}, (handset) => {
      handset.receive(bruno, 'before');
      handset.receive(bruno, Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n'));
      handset.allRead();
    });
    bench.press('enter', 'enter', 'up');
    const bottom = bench.display.toPng();
    bench.press('up');
    expect(bench.display.toPng().equals(bottom)).toBe(false);
    expect(bench.ui.focusedItem()).toContain('line 0');
    for (let count = 0; count < 12 && bench.ui.focusedItem() !== 'before'; count += 1) bench.press('up');
    expect(bench.ui.focusedItem()).toBe('before');
  });

  it('keeps the cursor of a long text in sight', () => {
    bench = openBench({}, conversation);
    bench.press('enter', 'enter');
    bench.type('abcdefghij '.repeat(14));
    const end = bench.display.toPng();
    for (let count = 0; count < 150; count += 1) bench.press('left');
    expect(bench.display.toPng().equals(end)).toBe(false);
    for (let count = 0; count < 154; count += 1) bench.press('right');
    expect(bench.display.toPng().equals(end)).toBe(true);
  });

  it('stops on close: no timer, no listener, no object, and a second close is nothing', () => {
    bench = openBench({}, conversation);
    bench.press('enter', 'enter');
    bench.type('half');
    bench.ui.close();
    bench.ui.close();
    expect(bench.clock.pendingTimers).toBe(0);
    expect(bench.handset.listeners).toBe(0);
    expect(bench.display.screen.childCount).toBe(0);
    expect(bench.handset.draft(bruno)?.text).toBe('half');
    expect(() => {
      bench.press('up');
    }).toThrow('closed');
  });
});

describe('in every language and text size', () => {
  it.each(Object.values(LANGUAGES))('$locale: soft keys and states are never cut', (language) => {
    for (const textSize of ['normal', 'large'] as const) {
      const metrics = metricsFor({ widthPx: 240, heightPx: 320, textSize, hasSoftKeys: true });
      bench = openBench({ shape: 'portrait', textSize, language });
      const bold = bench.lvgl.font(`inter-semibold-${metrics.meta.size}`);
      const keys = Object.keys(language.texts) as readonly StringKey[];
      for (const key of keys.filter((name) => name.startsWith('soft.'))) {
        expect(bold.measure(language.texts[key]).width, key).toBeLessThanOrEqual(Math.floor((240 - 16) / 3));
      }
      bench.handset.link = { kind: 'unreachable', sinceMs: bench.clock.wallMs(), reason: 'no-network' };
      bench.handset.receive(bench.handset.addContact('bo', 'Bo'), 'x');
      bench.clock.advance(10_000);
      expect(bench.ui.visibleText().filter((text) => text.endsWith('…'))).toEqual([]);
      bench.close();
    }
    bench = openBench();
  });

  it.each(
    Object.values(LANGUAGES).flatMap((language) =>
      (['landscape', 'portrait'] as const).flatMap((shape) =>
        (['normal', 'large'] as const).map((textSize) => ({ language, shape, textSize })),
      ),
    ),
  )('$language.locale, $shape, $textSize: no words of ours are cut on the way to a first message', (options) => {
    bench = openBench(options, (handset) => handset.addContact('bo', 'Bo'));
    const cut: string[] = [];
    const look = (): void => {
      cut.push(...bench.ui.visibleText().filter((text) => text.endsWith('…')));
    };
    look();
    for (const key of ['enter', 'back', 'down', 'enter', 'right', 'right', 'left', 'left', 'enter', 'enter'] as const) {
      bench.press(key);
      look();
    }
    expect(cut).toEqual([]);
  });
});
