import type { Overflow } from '../../behaviour/behaviour.ts';
import type { StateModel } from '../../phrases/state-model.ts';
import { Box, type Place } from '../../drawing/box.ts';
import { Header } from '../../widgets/header.ts';
import { glyphOf } from '../../drawing/icons.ts';
import { colourOf, type Look } from '../../drawing/look.ts';
import { heightOf, Text, widthOf } from '../../drawing/text.ts';
import { ALL_IN_SIGHT, type View, type ViewEntry } from '../../drawing/view.ts';
import { presentDetails, type DetailsModel, type StepModel } from './present.ts';
import type { DetailsState } from './state.ts';

const LEFT_PX = 11;
const TOP_PX = 6;
const STEP_GAP_PX = 3;

interface PlacedStep {
  readonly model: StepModel;
  readonly y: number;
  readonly height: number;
}

/** A message's state, what happens next, and every step with its time. Up and Down scroll. */
class DetailsView implements View<DetailsModel> {
  readonly box: Box;
  readonly #look: Look;
  readonly #header: Header;
  readonly #port: Box;
  readonly #icon: Text;
  readonly #state: Text;
  readonly #aside: Text;
  readonly #next: Text;
  readonly #rule: Box;
  readonly #steps: { readonly time: Text; readonly text: Text }[] = [];
  readonly #more: Box;
  readonly #moreSign: Text;
  #overflow = ALL_IN_SIGHT;

  constructor(look: Look, parent: Box) {
    const { fonts, theme } = look;
    this.#look = look;
    this.box = new Box(parent);
    this.#port = new Box(this.box);
    this.#icon = new Text(look, this.#port, fonts.body, theme.quiet);
    this.#state = new Text(look, this.#port, fonts.bodyBold, theme.text);
    this.#aside = new Text(look, this.#port, fonts.meta, theme.quiet);
    this.#next = new Text(look, this.#port, fonts.meta, theme.quiet);
    this.#rule = new Box(this.#port).ground(theme.line);
    this.#more = new Box(this.box).ground(theme.bg).show(false);
    this.#moreSign = new Text(look, this.#more, fonts.meta, theme.quiet).align('centre');
    this.#header = new Header(look, this.box);
  }

  overflow(): Overflow {
    return this.#overflow;
  }

  update(model: DetailsModel, area: Place): void {
    const { metrics, fonts } = this.#look;
    this.box.place(area);
    const top = this.#header.update({ title: model.title, subtitle: '', aside: '', initials: null, typing: false });
    const port = { x: 0, y: top, width: area.width, height: area.height - top };
    this.#port.place(port);
    // The arrow that says that there is more has a column of its own.
    const width = area.width - LEFT_PX - metrics.meta.line - 2;
    const stateHeight = this.#stateHeight(model, width);
    const nextHeight = model.next === '' ? 0 : heightOf(model.next, width, fonts.meta);
    const ruleY = TOP_PX + stateHeight + STEP_GAP_PX + nextHeight + metrics.gap + 1;
    const steps = this.#placeSteps(model.steps, ruleY + metrics.gap + 4, width);
    const last = steps.at(-1);
    const end = (last === undefined ? ruleY : last.y + last.height) + TOP_PX;
    const scroll = Math.min(Math.max(0, model.scrollPx), Math.max(0, end - port.height));
    this.#overflow = { abovePx: scroll, belowPx: Math.max(0, end - port.height - scroll) };
    this.#drawState(model.state, model.aside, TOP_PX - scroll, width, stateHeight);
    const y = TOP_PX + stateHeight + STEP_GAP_PX - scroll;
    this.#next.place({ x: LEFT_PX, y, width, height: nextHeight }).wrapped(model.next);
    this.#rule.place({ x: LEFT_PX, y: ruleY - scroll, width, height: 1 });
    this.#drawSteps(steps, scroll, port.height, width);
    this.#sayMore(area);
  }

  /** Shows an arrow while Down scrolls on. Without it nobody would know that there is more. */
  #sayMore(area: Place): void {
    const { line } = this.#look.metrics.meta;
    const place = { x: 0, y: 0, width: line, height: line };
    this.#more.show(this.#overflow.belowPx > 0).place({ ...place, x: area.width - line - 2, y: area.height - line });
    this.#moreSign.place(place).wrapped(glyphOf('down'));
  }

  /** State and deadline share a line when they fit. */
  #stateHeight(model: DetailsModel, width: number): number {
    const { metrics, fonts } = this.#look;
    const words = heightOf(model.state.text, width - this.#iconRoom(model.state), fonts.bodyBold);
    return words + (model.aside === '' || this.#sharesLine(model, width) ? 0 : metrics.meta.line);
  }

  #iconRoom(state: StateModel): number {
    const { fonts, metrics } = this.#look;
    return state.icon === null ? 0 : widthOf(glyphOf(state.icon), fonts.body) + metrics.gap + 2;
  }

  #sharesLine({ state, aside }: Pick<DetailsModel, 'state' | 'aside'>, width: number): boolean {
    const { fonts, metrics } = this.#look;
    const taken = this.#iconRoom(state) + widthOf(state.text, fonts.bodyBold) + metrics.margin;
    return taken + widthOf(aside, fonts.meta) <= width;
  }

  #drawState(state: StateModel, aside: string, y: number, width: number, height: number): void {
    const { metrics, fonts, theme } = this.#look;
    const room = this.#iconRoom(state);
    const line = metrics.body.line;
    const glyph = state.icon === null ? '' : glyphOf(state.icon);
    this.#icon.place({ x: LEFT_PX, y, width: room, height: line }).tone(colourOf(theme, state.tone)).wrapped(glyph);
    const shares = this.#sharesLine({ state, aside }, width);
    const under = aside === '' || shares ? 0 : metrics.meta.line;
    this.#state.place({ x: LEFT_PX + room, y, width: width - room, height: height - under }).wrapped(state.text);
    const x = shares ? LEFT_PX + room + widthOf(state.text, fonts.bodyBold) + metrics.margin : LEFT_PX;
    const asideY = shares ? y + line - metrics.meta.line - 1 : y + height - under;
    this.#aside.place({ x, y: asideY, width: LEFT_PX + width - x, height: metrics.meta.line }).line(aside);
  }

  #timeWidth(): number {
    return widthOf('00:00:00', this.#look.fonts.meta) + this.#look.metrics.margin + 2;
  }

  #placeSteps(steps: readonly StepModel[], top: number, width: number): readonly PlacedStep[] {
    let y = top;
    return steps.map((model) => {
      const height = heightOf(model.text, width - this.#timeWidth(), this.#look.fonts.meta);
      const placed = { model, y, height };
      y += height + STEP_GAP_PX;
      return placed;
    });
  }

  /** Makes widgets only for the steps in sight, because a message that waited for hours has hundreds. */
  #drawSteps(steps: readonly PlacedStep[], scroll: number, portHeight: number, width: number): void {
    const { fonts, theme, metrics } = this.#look;
    const inSight = steps.filter((step) => step.y + step.height > scroll && step.y - scroll < portHeight);
    const x = LEFT_PX + this.#timeWidth();
    for (let slot = 0; slot < Math.max(inSight.length, this.#steps.length); slot += 1) {
      const step = inSight[slot];
      const widgets = (this.#steps[slot] ??= {
        time: new Text(this.#look, this.#port, fonts.meta, theme.quiet),
        text: new Text(this.#look, this.#port, fonts.meta, theme.text),
      });
      widgets.time.show(step !== undefined);
      widgets.text.show(step !== undefined);
      if (step === undefined) continue;
      const y = step.y - scroll;
      widgets.time
        .place({ x: LEFT_PX, y, width: this.#timeWidth(), height: metrics.meta.line })
        .wrapped(step.model.time);
      widgets.text.place({ x, y, width: LEFT_PX + width - x, height: step.height }).wrapped(step.model.text);
    }
  }
}

export const detailsView: ViewEntry<DetailsState, DetailsModel> = {
  presenter: () => ({ present: presentDetails }),
  make: (look, parent) => new DetailsView(look, parent),
  focused: ({ title }) => title,
  newsLine: 'below',
};
