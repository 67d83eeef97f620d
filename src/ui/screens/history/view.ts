import { Box, type Place } from '../../drawing/box.ts';
import { Header, searchHeader } from '../../widgets/header.ts';
import type { Look } from '../../drawing/look.ts';
import { PersonList } from '../../widgets/person-list.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { presentHistory, type HistoryModel } from './present.ts';
import type { HistoryState } from './state.ts';

class HistoryView implements View<HistoryModel> {
  readonly box: Box;
  readonly #header: Header;
  readonly #list: PersonList;

  constructor(look: Look, parent: Box) {
    this.box = new Box(parent);
    this.#header = new Header(look, this.box);
    this.#list = new PersonList(look, this.box);
  }

  update(model: HistoryModel, area: Place): void {
    this.box.place(area);
    const height = this.#header.update(searchHeader(model.filter, model.title, model.hint));
    this.#list.update(model.list, { x: 0, y: height, width: area.width, height: area.height - height });
  }
}

export const historyView: ViewEntry<HistoryState, HistoryModel> = {
  presenter: () => ({ present: presentHistory }),
  make: (look, parent) => new HistoryView(look, parent),
  focused: ({ list }) => list.rows[list.focus]?.name ?? list.empty,
  newsLine: 'below',
};
