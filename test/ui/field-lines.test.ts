import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Label, type Font, type Obj } from '../../native/src/index.ts';
import { graphemes } from '../../src/domain/text/graphemes.ts';
import type { TextSize } from '../../src/ui/style/metrics.ts';
import { peerAddress } from './support/memory-handset.ts';
import { referenceCarets, referenceStep } from './support/reference-lines.ts';
import { openBench, type Shape, type UiBench } from './support/ui-bench.ts';

const bruno = peerAddress('bruno');
const CARET_PX = 2;
const SIGNAL_PX = 16;
let bench: UiBench;

afterEach(() => {
  bench.close();
});

function openThread(shape: Shape, textSize: TextSize, received: readonly string[] = []): void {
  bench = openBench({ shape, textSize }, (handset) => {
    handset.addContact('bruno', 'Bruno Ferri');
    for (const text of received) handset.receive(bruno, text);
    if (received.length > 0) handset.allRead();
  });
  bench.type('bru');
  bench.press('enter', 'enter');
}

function write(text: string): void {
  bench.handle({ kind: 'command', command: 'backspace-long', repeated: true });
  for (const character of graphemes(text)) bench.handle({ kind: 'text', text: character });
}

interface Drawn {
  readonly caret: { readonly line: number; readonly x: number };
  readonly widthPx: number;
  readonly font: Font;
}

/** The caret and the text beside it, as they stand on the screen. */
function drawn(): Drawn {
  const all = [...bench.display.screen.walk()];
  // The signal's bars are as narrow, but lower than any letter.
  const isCaret = ({ area }: Obj): boolean => area.width === CARET_PX && area.height > SIGNAL_PX;
  const [caret, ...others] = all.filter((object) => object.isVisible() && isCaret(object));
  if (caret === undefined || others.length > 0) throw new Error('the screen does not show one caret');
  const text = all.find((object) => object instanceof Label && object.parent === caret.parent);
  const font = text?.getStyle('textFont');
  if (text === undefined || font === null || typeof font !== 'object' || !('measure' in font)) {
    throw new Error('the caret stands in no text');
  }
  const line = (caret.area.y - text.area.y - 1) / font.metrics.lineHeight;
  return { caret: { line, x: caret.area.x - text.area.x }, widthPx: text.area.width, font };
}

const letters = fc.string({ unit: fc.constantFrom('a', 'i', 'W', 'm', ' ', ' ', '\n', 'é', 'ж'), maxLength: 150 });
const keys = fc.array(fc.constantFrom('up', 'up', 'down', 'down', 'left', 'right'), { maxLength: 12 });

describe.each([
  ['landscape', 'normal'],
  ['landscape', 'large'],
  ['portrait', 'normal'],
  ['portrait', 'large'],
] as const)('Up and Down in a field of several lines, %s, %s', (shape, textSize) => {
  it('move the caret by the lines that are drawn, and keep its column over shorter ones', () => {
    openThread(shape, textSize);
    fc.assert(
      fc.property(letters, fc.nat(150), keys, (text, left, pressed) => {
        write(text);
        const { widthPx, font } = drawn();
        const carets = referenceCarets(text, widthPx, font);
        let at = Math.max(0, carets.length - 1 - left);
        for (let count = 0; count < left; count += 1) bench.press('left');
        expect(drawn().caret).toEqual(carets[at]);
        let column: number | null = null;
        for (const key of pressed) {
          bench.press(key);
          if (key === 'left' || key === 'right') {
            const next = Math.min(Math.max(0, at + (key === 'left' ? -1 : 1)), carets.length - 1);
            if (next !== at) column = null;
            at = next;
          } else {
            column ??= carets[at]!.x;
            const next = referenceStep(carets, at, key === 'up' ? -1 : 1, column);
            at = next ?? at;
          }
          expect(drawn().caret).toEqual(carets[at]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('Up and Down over characters that are drawn by several signs', () => {
  const signs = fc.string({ unit: fc.constantFrom('a', ' ', '👨‍👩‍👧', '🇮🇹', '🙂'), maxLength: 40 });

  it('go line by line to the first one and back to the last one, and never into the middle of a character', () => {
    openThread('portrait', 'large');
    fc.assert(
      fc.property(signs, (text) => {
        write(text);
        const lastLine = drawn().caret.line;
        for (let line = lastLine; line > 0; line = drawn().caret.line) {
          bench.press('up');
          expect(drawn().caret.line).toBeLessThan(line);
        }
        for (let count = 0; count < lastLine; count += 1) bench.press('down');
        expect(drawn().caret.line).toBe(lastLine);
        bench.press('up');
        bench.type('|');
        expect(graphemes(bench.ui.focusedItem()).filter((sign) => sign !== '|')).toEqual(graphemes(text));
      }),
      { numRuns: 60 },
    );
  });
});

describe('Up and Down at the ends of the field', () => {
  const field = (): string => bench.ui.focusedItem();

  it('leave it from its first line only, to the newest message', () => {
    openThread('landscape', 'normal', ['hello']);
    write('one\ntwo\nthree');
    bench.press('up', 'up');
    expect(field()).toBe('one\ntwo\nthree');
    bench.press('up');
    expect(field()).toBe('hello');
  });

  it('a held key stops in the first line, and does not go on to a message that Enter would act on', () => {
    openThread('landscape', 'normal', ['hello']);
    write('one\ntwo\nthree');
    for (let count = 0; count < 8; count += 1) bench.handle({ kind: 'command', command: 'up', repeated: count > 0 });
    expect(field()).toBe('one\ntwo\nthree');
    bench.press('up');
    expect(field()).toBe('hello');
  });

  it('go on at once in a field of one line, as ever', () => {
    openThread('landscape', 'normal', ['hello']);
    write('one');
    bench.press('up');
    expect(field()).toBe('hello');
  });

  it('what is typed then stands in the line that the caret went to', () => {
    openThread('portrait', 'normal');
    write('first\nsecond\nthird');
    bench.press('up', 'up');
    bench.type('X');
    expect(field()).toBe('firstX\nsecond\nthird');
  });
});
