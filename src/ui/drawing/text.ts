import { Label, LabelLongMode, ObjFlag, TextAlign, type Font } from '../../../native/src/index.ts';
import type { Box, Place } from './box.ts';
import { drawable } from './drawable.ts';
import { fitted, fittedEnd } from './fitted.ts';
import type { Look } from './look.ts';
import { drawnLines, flow, type FlowLine } from './text-flow.ts';
import type { TextLayout } from './text-layouts.ts';

type Alignment = 'left' | 'right' | 'centre';

const ALIGN = { left: TextAlign.Left, right: TextAlign.Right, centre: TextAlign.Center } as const;

/** A text on the screen. LVGL is told only what has changed. */
export class Text {
  readonly #look: Look;
  readonly #label: Label;
  #font: Font;
  #colour: number;
  #said = '';
  #drawn = '';
  #place: Place = { x: 0, y: 0, width: 0, height: 0 };
  #align: Alignment = 'left';
  #shown = true;

  constructor(look: Look, parent: Box, font: Font, colour: number) {
    this.#look = look;
    this.#label = Label.create(parent.obj, { text: '' });
    this.#label.removeAllStyles();
    this.#label.removeFlag(ObjFlag.Scrollable | ObjFlag.Clickable);
    this.#label.longMode = LabelLongMode.Wrap;
    this.#label.style({ textFont: font, textColor: colour });
    this.#font = font;
    this.#colour = colour;
  }

  place(place: Place): this {
    const { x, y, width, height } = this.#place;
    if (place.x !== x || place.y !== y) this.#label.setPos(place.x, place.y);
    if (place.width !== width || place.height !== height) this.#label.setSize(place.width, place.height);
    this.#place = place;
    return this;
  }

  /** Shows one line, which ends in "…" when it does not fit. */
  line(text: string): this {
    return this.#say(text, (drawn) => {
      const cut = fitted(drawn, this.#place.width, this.#font);
      return { cut, read: cut };
    });
  }

  /** Shows one line, which begins with "…" when it does not fit: what is typed is seen at its end. */
  lineEnd(text: string): this {
    return this.#say(text, (drawn) => {
      const cut = fittedEnd(drawn, this.#place.width, this.#font);
      return { cut, read: cut };
    });
  }

  /** Shows as many lines as the text needs. The place must have been measured for them (see `heightOf`). */
  wrapped(text: string): this {
    return this.#say(text, (drawn) => ({
      cut: drawnLines(drawn, flow(drawn, this.#place.width, this.#font)),
      read: drawn,
    }));
  }

  /**
   * Shows some lines of a text that may be long. Only these are told to LVGL, which looks through all of a label's text
   * for every frame.
   */
  lines({ text }: TextLayout, lines: readonly FlowLine[]): this {
    const [first, last] = [lines[0], lines.at(-1)];
    const read = text.slice(first?.start ?? 0, last?.end ?? 0);
    return this.#show(drawnLines(text, lines), read);
  }

  tone(colour: number): this {
    if (colour === this.#colour) return this;
    this.#label.style({ textColor: colour });
    this.#colour = colour;
    return this;
  }

  fontIs(font: Font): this {
    if (font === this.#font) return this;
    this.#label.style({ textFont: font });
    this.#font = font;
    this.#said = '';
    return this;
  }

  align(align: Alignment): this {
    if (align === this.#align) return this;
    this.#label.style({ textAlign: ALIGN[align] });
    this.#align = align;
    return this;
  }

  show(shown: boolean): this {
    if (shown === this.#shown) return this;
    this.#label.setFlag(ObjFlag.Hidden, !shown);
    this.#shown = shown;
    return this;
  }

  #say(text: string, draw: (drawn: string) => { readonly cut: string; readonly read: string }): this {
    const said = `${this.#place.width} ${text}`;
    if (said === this.#said) return this;
    this.#said = said;
    const { cut, read } = draw(drawable(text, this.#font));
    return this.#show(cut, read);
  }

  #show(cut: string, read: string): this {
    this.#look.readAs.set(this.#label, read);
    if (cut !== this.#drawn) this.#label.text = cut;
    this.#drawn = cut;
    return this;
  }
}

/** The width of a text in one line, px. */
export function widthOf(text: string, font: Font): number {
  return text === '' ? 0 : font.measure(drawable(text, font)).width;
}

/** The height of a text wrapped at a width, px. */
export function heightOf(text: string, widthPx: number, font: Font): number {
  return flow(drawable(text, font), widthPx, font).length * font.metrics.lineHeight;
}
