import type { HistoryModel } from '../presenters/models.ts';
import { Box, type Place } from '../drawing/box.ts';
import { Header } from '../widgets/header.ts';
import type { Look } from '../drawing/look.ts';
import { PersonList } from '../widgets/person-list.ts';
import { ALL_IN_SIGHT, type View } from './view.ts';

export class HistoryView implements View<HistoryModel> {
  readonly box: Box;
  readonly #header: Header;
  readonly #list: PersonList;

  constructor(look: Look, parent: Box) {
    this.box = new Box(parent);
    this.#header = new Header(look, this.box);
    this.#list = new PersonList(look, this.box);
  }

  overflow = (): typeof ALL_IN_SIGHT => ALL_IN_SIGHT;

  update(model: HistoryModel, area: Place): void {
    this.box.place(area);
    const searching = model.filter !== '';
    const height = this.#header.update({
      title: searching ? model.filter : model.title,
      subtitle: '',
      aside: searching ? model.title : model.hint,
      initials: null,
      typing: searching,
    });
    this.#list.update(model.list, { x: 0, y: height, width: area.width, height: area.height - height });
  }
}
