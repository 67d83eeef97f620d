import { Box, type Place } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import { Menu } from '../../widgets/menu.ts';
import { Text } from '../../drawing/text.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { presentHome, type HomeModel } from './present.ts';
import type { HomeState } from './state.ts';

/** The clock, the owner's name, and the menu. */
class HomeView implements View<HomeModel> {
  readonly box: Box;
  readonly #look: Look;
  readonly #clock: Text;
  readonly #date: Text;
  readonly #own: Text;
  readonly #menu: Menu;

  constructor(look: Look, parent: Box) {
    const { fonts, theme } = look;
    this.#look = look;
    this.box = new Box(parent);
    this.#clock = new Text(look, this.box, fonts.clock, theme.text).align('centre');
    this.#date = new Text(look, this.box, fonts.meta, theme.text).align('centre');
    this.#own = new Text(look, this.box, fonts.meta, theme.quiet).align('centre');
    this.#menu = new Menu(look, this.box);
  }

  update(model: HomeModel, area: Place): void {
    const { metrics } = this.#look;
    const { clock, meta, gap, margin } = metrics;
    this.box.place(area);
    const menuY = area.height - model.items.length * metrics.rowOneLine - gap;
    const height = clock.line + 2 * gap + 2 * meta.line;
    const y = Math.max(0, (menuY - height) >> 1);
    const width = area.width - 2 * margin;
    // Under a banner there may not be room for everything.
    const date = clock.line + gap + meta.line <= menuY ? model.date : '';
    this.#clock.place({ x: 0, y, width: area.width, height: clock.line }).wrapped(model.clock);
    this.#date.place({ x: margin, y: y + clock.line + gap, width, height: meta.line }).line(date);
    const own = height + gap <= menuY ? model.own : '';
    this.#own.place({ x: margin, y: y + clock.line + 2 * gap + meta.line, width, height: meta.line }).line(own);
    this.#menu.update(model.items, model.focus, { y: menuY, width: area.width });
  }
}

export const homeView: ViewEntry<HomeState, HomeModel> = {
  presenter: () => ({ present: presentHome }),
  make: (look, parent) => new HomeView(look, parent),
  focused: ({ items, focus }) => items[focus]?.text ?? '',
};
