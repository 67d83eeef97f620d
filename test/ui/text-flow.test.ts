import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lvgl, type Font } from '../../native/src/index.ts';
import { graphemes } from '../../src/domain/text/graphemes.ts';
import { drawable } from '../../src/ui/drawing/drawable.ts';
import { fitted } from '../../src/ui/drawing/fitted.ts';
import { drawnLines, flow } from '../../src/ui/drawing/text-flow.ts';

let lvgl: Lvgl;
let font: Font;

beforeAll(() => {
  lvgl = Lvgl.open({ virtualClock: true });
  font = lvgl.font('inter-16');
});
afterAll(() => {
  lvgl.close();
});

const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'W', ' ', '\n', '-', ':', '.', 'ж', '🙂', '👨‍👩‍👧', 'é'), maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

describe('a text in lines', () => {
  it('keeps times and addresses whole where LVGL would break them', () => {
    const text = 'Meet at the south gate, 18:00 at ops@relay.example';
    expect(drawnLines(text, flow(text, 200, font)).split('\n')).toEqual([
      'Meet at the south gate,',
      '18:00 at',
      'ops@relay.example',
    ]);
  });

  it('breaks behind dashes, and inside a word only when it fills more than a line', () => {
    expect(drawnLines('Bartolomei-Castiglione', flow('Bartolomei-Castiglione', 100, font)).split('\n')).toEqual([
      'Bartolomei-',
      'Castiglione',
    ]);
    const long = 'Donaudampfschifffahrt';
    const lines = drawnLines(long, flow(long, 60, font)).split('\n');
    expect(lines.join('')).toBe(long);
    expect(lines.length).toBeGreaterThan(2);
  });

  it('does not part what a holding space holds together', () => {
    expect(drawnLines('resend, Left:\u00a0edit', flow('resend, Left:\u00a0edit', 110, font)).split('\n')).toEqual([
      'resend,',
      'Left:\u00a0edit',
    ]);
  });

  it('has a line for each new line, the last one included', () => {
    expect(flow('a\n\nb\n', 100, font)).toHaveLength(4);
    expect(flow('', 100, font)).toHaveLength(1);
  });

  it('loses nothing, and no line is wider than its place unless one character is', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 300 }), (raw, widthPx) => {
        const text = drawable(raw);
        const lines = flow(text, widthPx, font);
        let end = 0;
        for (const line of lines) {
          expect(text.slice(end, line.start)).toMatch(/^\n?$/);
          end = line.end;
          const drawn = text.slice(line.start, line.end).trimEnd();
          const isOne = graphemes(drawn).length <= 1;
          expect(isOne || font.measure(drawn).width <= widthPx).toBe(true);
        }
        expect(end).toBe(text.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a text in one line', () => {
  it('ends in "…" where it does not fit, never inside a character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 300 }), (raw, widthPx) => {
        const text = drawable(raw.replaceAll('\n', ''));
        const cut = fitted(text, widthPx, font);
        expect(font.measure(cut).width).toBeLessThanOrEqual(widthPx);
        if (cut === text) return;
        expect(cut.endsWith('…')).toBe(true);
        const kept = graphemes(cut.slice(0, -1));
        expect(graphemes(text).slice(0, kept.length)).toEqual(kept);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an emoji', () => {
  it('is drawn by its parts, and nothing else of a text is changed', () => {
    expect(drawable('👨‍👩‍👧 ❤️ 👍🏽 1️⃣ Straße')).toBe('👨👩👧 ❤ 👍 1 Straße');
  });
});
