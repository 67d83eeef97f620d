import { Box, type Place } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { Header, searchHeader } from '../../widgets/header.ts';
import { ListHint } from '../../widgets/list-hint.ts';
import { PersonList } from '../../widgets/person-list.ts';
import { presentRequests, type RequestsModel } from './present.ts';
import type { RequestsState } from './state.ts';

class RequestsView implements View<RequestsModel> {
  readonly box: Box;
  readonly #header: Header;
  readonly #list: PersonList;
  readonly #hint: ListHint;

  constructor(look: Look, parent: Box) {
    this.box = new Box(parent);
    this.#header = new Header(look, this.box);
    this.#list = new PersonList(look, this.box);
    this.#hint = new ListHint(look, this.box, 'quiet');
  }

  update(model: RequestsModel, area: Place): void {
    this.box.place(area);
    const top = this.#header.update(searchHeader(model.filter, model.title, model.aside));
    const y = this.#hint.update(model.hint, area);
    this.#list.update(model.list, { x: 0, y: top, width: area.width, height: y - top });
  }
}

export const requestsView: ViewEntry<RequestsState, RequestsModel> = {
  presenter: () => ({ present: presentRequests }),
  make: (look, parent) => new RequestsView(look, parent),
  focused: ({ list }) => list.rows[list.focus]?.name ?? list.empty,
  newsLine: 'below',
};
