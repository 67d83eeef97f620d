import { Box, type Place } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import { Text } from '../../drawing/text.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { Header, searchHeader } from '../../widgets/header.ts';
import { PersonList } from '../../widgets/person-list.ts';
import { presentRequests, type RequestsModel } from './present.ts';
import type { RequestsState } from './state.ts';

const HINT_PAD_PX = 2;

class RequestsView implements View<RequestsModel> {
  readonly box: Box;
  readonly #look: Look;
  readonly #header: Header;
  readonly #list: PersonList;
  readonly #rule: Box;
  readonly #told: Text;
  readonly #keys: Text;

  constructor(look: Look, parent: Box) {
    const { fonts, theme } = look;
    this.#look = look;
    this.box = new Box(parent);
    this.#header = new Header(look, this.box);
    this.#list = new PersonList(look, this.box);
    this.#rule = new Box(this.box).ground(theme.line);
    this.#told = new Text(look, this.box, fonts.meta, theme.text);
    this.#keys = new Text(look, this.box, fonts.meta, theme.quiet);
  }

  update(model: RequestsModel, area: Place): void {
    const { metrics } = this.#look;
    this.box.place(area);
    const top = this.#header.update(searchHeader(model.filter, model.title, model.aside));
    const hintHeight = 2 * metrics.meta.line + 2 * HINT_PAD_PX;
    const y = area.height - hintHeight;
    this.#list.update(model.list, { x: 0, y: top, width: area.width, height: y - top });
    this.#rule.place({ x: 0, y, width: area.width, height: 1 });
    const line = { x: metrics.margin, width: area.width - 2 * metrics.margin, height: metrics.meta.line };
    const [told, keys] = model.hint;
    this.#told.place({ ...line, y: y + HINT_PAD_PX }).line(told);
    this.#keys.place({ ...line, y: y + HINT_PAD_PX + metrics.meta.line }).line(keys);
  }
}

export const requestsView: ViewEntry<RequestsState, RequestsModel> = {
  presenter: () => ({ present: presentRequests }),
  make: (look, parent) => new RequestsView(look, parent),
  focused: ({ list }) => list.rows[list.focus]?.name ?? list.empty,
};
