import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lvgl, type Font } from '../../native/src/index.ts';
import { graphemes } from '../../src/domain/text/graphemes.ts';
import { visibleText } from '../../src/domain/text/visible-text.ts';
import { drawable } from '../../src/ui/drawing/drawable.ts';
import { fitted } from '../../src/ui/drawing/fitted.ts';
import { drawnLines, flow } from '../../src/ui/drawing/text-flow.ts';
import { COST_TIMEOUT_MS, costOfFourfold, LINEAR } from '../support/cost-growth.ts';

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
        const text = drawable(raw, font);
        const lines = flow(text, widthPx, font);
        let end = 0;
        for (const line of lines) {
          expect(text.slice(end, line.start)).toMatch(/^\n?$/);
          end = line.end;
          const drawn = text.slice(line.start, line.end).trimEnd();
          expect(line.widthPx).toBe(drawn === '' ? 0 : font.measure(drawn).width);
          const isOne = graphemes(drawn).length <= 1;
          expect(isOne || font.measure(drawn).width <= widthPx).toBe(true);
        }
        expect(end).toBe(text.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a text from others, however it is made,', () => {
  const WIDTH_PX = 200;
  const LOOK_BYTES = 4_096;

  it.each([
    ...[
      'a',
      'ż',
      'żółw ',
      '漢',
      '🙂',
      '🇮🇹',
      '👨‍👩‍👧',
      '👩\u200d',
      'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
      '\u0301',
      '\u0301\u0323',
    ],
    ...['हि', ' ', '\u00a0', '\u3000', '\n', ' \n', '-', '/', 'a-', 'ﬁ', '⅓', '\u202e', '\u200b', '□', 'W i'],
  ])(
    'costs no more a byte for many %j than for few',
    (unit) => {
      const growth = costOfFourfold((size) => {
        const text = drawable(visibleText(unit.repeat(size / unit.length)), font);
        drawnLines(text, flow(text, WIDTH_PX, font));
      }, LOOK_BYTES);
      expect(growth).toBeLessThan(LINEAR);
    },
    COST_TIMEOUT_MS,
  );
});

describe('a text in one line', () => {
  it('ends in "…" where it does not fit, never inside a character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 300 }), (raw, widthPx) => {
        const text = drawable(raw.replaceAll('\n', ''), font);
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

describe('what the fonts lack', () => {
  it.each([
    ['ﬁ ﬃ', 'fi ffi'],
    ['Ｆｕｌｌ １２', 'Full 12'],
    ['𝐌𝐚𝐭𝐡', 'Math'],
    ['①Ⓐ⑴', '(1)(A)(1)'],
    ['1⅓', '1\u00a01⁄3'],
    ['10⁵ H₂O', '10^5 H2O'],
    ['Ⅳ ㎏ ℃', 'IV (kg) °C'],
    ['🇮🇹', 'IT'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴GBENG'],
    ['x\u0303q\u0308', 'x˜q¨'],
    ['a\u2011b \u2010 \u2015', 'a-b - —'],
  ])('is drawn by signs that mean the same: %j as %j', (text, drawn) => {
    expect(drawable(text, font)).toBe(drawn);
    expect(Array.from(drawn).every((sign) => font.hasGlyph(sign))).toBe(true);
  });

  it('is drawn as a box where nothing means the same', () => {
    expect(drawable('漢 \u0334', font)).toBe('漢 \u0334');
  });

  it('is drawn in a part of a text as in the whole, so that the cursor stands where its character does', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, cut) => {
        const characters = Array.from(text);
        const before = characters.slice(0, cut % (characters.length + 1)).join('');
        expect(drawable(text, font).startsWith(drawable(before, font))).toBe(true);
      }),
    );
  });

  it('has the width of its space', () => {
    const widthOf = (space: string): number =>
      font.measure(drawable(`a${space}b`, font)).width - font.measure('a').width - font.measure('b').width;
    expect(Array.from('\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2009\u3000', widthOf)).toEqual([
      8, 16, 8, 16, 5, 4, 3, 10, 3, 16,
    ]);
    expect(Array.from('\u1680\u2008\u200a\u202f\u205f', widthOf).every((px) => px > 0)).toBe(true);
  });
});

describe('an emoji', () => {
  it('is drawn by its parts, and nothing else of a text is changed', () => {
    expect(drawable('👨‍👩‍👧 ❤️ 👍🏽 1️⃣ Straße', font)).toBe('👨👩👧 ❤ 👍 1 Straße');
  });
});
