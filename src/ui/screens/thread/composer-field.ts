import type { Font } from '../../../../native/src/index.ts';
import type { ComposerModel } from './present.ts';
import type { CaretPlace } from '../../behaviour/behaviour.ts';
import { Box } from '../../drawing/box.ts';
import { caretAt, caretBeside } from '../../drawing/caret-lines.ts';
import { drawable } from '../../drawing/drawable.ts';
import { colourOf, type Look } from '../../drawing/look.ts';
import { flow, type FlowLine } from '../../drawing/text-flow.ts';
import { Text, widthOf } from '../../drawing/text.ts';

const BORDER_PX = 2;
const PAD_X = 8;
const PAD_Y = 2;
const MARGIN_Y = 4;
const CURSOR_PX = 2;
const MODES: readonly ComposerModel['mode'][] = ['Abc', 'ABC', '123', 'alt'];

interface Layout {
  readonly text: string;
  readonly lines: readonly FlowLine[];
  readonly width: number;
  /** Height of the visible part of the text, in px. */
  readonly height: number;
  /** Height of what stands under the text, in px. */
  readonly foot: number;
}

/**
 * The field in which a message is written, with the counter under the text once the text is long. It grows with the
 * text up to a limit; then it scrolls with the cursor. The cursor does not blink, because that would wake the processor
 * twice a second.
 */
export class ComposerField {
  readonly #look: Look;
  readonly #box: Box;
  readonly #port: Box;
  readonly #text: Text;
  readonly #cursor: Box;
  readonly #placeholder: Text;
  readonly #counter: Text;
  readonly #mode: Text;
  #model: ComposerModel | null = null;
  #layout: Layout | null = null;
  #scroll = 0;
  /** It takes at most half of what is left under the header, so that the thread stays in sight. */
  #mostLines = 1;

  constructor(look: Look, parent: Box) {
    const { theme, fonts, metrics } = look;
    this.#look = look;
    this.#box = new Box(parent).radius(metrics.radius).ground(theme.surface);
    this.#port = new Box(this.#box);
    // Under the text: a cursor between two letters covers neither.
    this.#cursor = new Box(this.#port).ground(theme.accent);
    this.#text = new Text(look, this.#port, fonts.body, theme.text);
    this.#placeholder = new Text(look, this.#box, fonts.body, theme.quiet);
    this.#counter = new Text(look, this.#box, fonts.meta, theme.quiet).align('right');
    this.#mode = new Text(look, this.#box, fonts.meta, theme.quiet).align('right');
  }

  show(shown: boolean): this {
    this.#box.show(shown);
    return this;
  }

  /** The height that the field takes with its margins; `roomPx` is what is left under the header. */
  heightFor(model: ComposerModel, roomPx: number): number {
    const { line } = this.#look.metrics.body;
    const mostLines = Math.max(1, Math.floor(roomPx / 2 / line));
    if (mostLines !== this.#mostLines) this.#layout = null;
    this.#mostLines = mostLines;
    return boxHeight(this.#layoutOf(model)) + 2 * MARGIN_Y;
  }

  update(model: ComposerModel, bottomPx: number): void {
    const { metrics, theme } = this.#look;
    const { margin, widthPx, body } = metrics;
    const layout = this.#layoutOf(model);
    const height = boxHeight(layout);
    this.#box.place({ x: margin, y: bottomPx - MARGIN_Y - height, width: widthPx - 2 * margin, height });
    this.#box.border(model.focused ? theme.accent : theme.line, BORDER_PX);
    this.#port.place({ x: PAD_X, y: PAD_Y, width: layout.width, height: layout.height });
    const textPlace = { x: 0, width: layout.width - CURSOR_PX, height: Math.max(1, layout.lines.length) * body.line };
    this.#placeCursor(model, layout);
    this.#text.place({ ...textPlace, y: -this.#scroll }).wrapped(layout.text);
    this.#placePlaceholder(model, layout);
    this.#placeMode(model, layout);
    this.#placeCounter(model, layout);
  }

  /** Beside the cursor, never under it, and never in the place of the input mode. */
  #placePlaceholder(model: ComposerModel, layout: Layout): void {
    const { metrics, fonts } = this.#look;
    const x = PAD_X + CURSOR_PX + metrics.gap;
    const width = Math.max(0, layout.width - CURSOR_PX - metrics.gap);
    this.#placeholder.place({ x, y: PAD_Y, width, height: metrics.body.line });
    const fits = widthOf(model.placeholder, fonts.body) <= width;
    const words = fits ? model.placeholder : model.placeholderShort;
    this.#placeholder.line(model.text === '' ? words : '');
  }

  /** As the text was drawn last. */
  caretBeside(line: 'above' | 'below', columnPx: number | null): CaretPlace | null {
    const [model, layout, font] = [this.#model, this.#layout, this.#look.fonts.body];
    if (model === null || layout === null) return null;
    const { text, lines, width } = layout;
    const drawn = { text, lines, widthPx: width - CURSOR_PX, font };
    return caretBeside(drawn, model.text, { offset: drawnOffset(model, font), line, columnPx });
  }

  #placeCursor(model: ComposerModel, { text, lines, width, height }: Layout): void {
    const { metrics, fonts } = this.#look;
    const line = metrics.body.line;
    const caret = caretAt(
      { text, lines, widthPx: width - CURSOR_PX, font: fonts.body },
      drawnOffset(model, fonts.body),
    );
    const { line: index, x } = caret;
    // Scrolls only as much as keeps the cursor's line in sight, and leaves no empty space under the last line.
    const most = Math.max(0, lines.length * line - height);
    this.#scroll = Math.min(Math.max(this.#scroll, (index + 1) * line - height, 0), index * line, most);
    this.#cursor
      .show(model.focused)
      .place({ x, y: index * line - this.#scroll + 1, width: CURSOR_PX, height: line - 2 });
  }

  /** At the right of the last line that is in sight. */
  #placeMode({ mode }: ComposerModel, layout: Layout): void {
    const { metrics, fonts } = this.#look;
    const { body, meta } = metrics;
    const width = widthOf(mode, fonts.meta);
    const y = PAD_Y + layout.height - body.line + ((body.line - meta.line) >> 1);
    const x = PAD_X + this.#innerWidth - width;
    this.#mode.place({ x, y, width, height: meta.line }).wrapped(mode);
  }

  /** Under the text, at the right. */
  #placeCounter(model: ComposerModel, layout: Layout): void {
    const place = { x: PAD_X, y: PAD_Y + layout.height, width: this.#innerWidth, height: layout.foot };
    this.#counter.place(place).tone(colourOf(this.#look.theme, model.counterTone)).line(model.counter);
  }

  #layoutOf(model: ComposerModel): Layout {
    if (this.#layout === null || model !== this.#model) this.#layout = this.#flow(model);
    this.#model = model;
    return this.#layout;
  }

  #flow(model: ComposerModel): Layout {
    const { metrics, fonts } = this.#look;
    const text = drawable(model.text, fonts.body);
    const width = this.#innerWidth - this.#modeRoom;
    const lines = flow(text, width - CURSOR_PX, fonts.body);
    const count = Math.min(lines.length, this.#mostLines);
    return {
      text,
      lines,
      width,
      height: count * metrics.body.line,
      foot: model.counter === '' ? 0 : metrics.meta.line,
    };
  }

  get #innerWidth(): number {
    const { metrics } = this.#look;
    return metrics.widthPx - 2 * (metrics.margin + BORDER_PX + PAD_X);
  }

  /** Kept free whatever the mode is, so that the text is not wrapped again when it changes. */
  get #modeRoom(): number {
    const { fonts, metrics } = this.#look;
    return Math.max(...MODES.map((mode) => widthOf(mode, fonts.meta))) + metrics.gap;
  }
}

function boxHeight({ height, foot }: Layout): number {
  return height + foot + 2 * (PAD_Y + BORDER_PX);
}

/** How much of the drawn text stands before the cursor, UTF-16 units. */
function drawnOffset({ text, cursor }: ComposerModel, font: Font): number {
  return drawable(Array.from(text).slice(0, cursor).join(''), font).length;
}
