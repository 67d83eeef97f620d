import type { ContactDetailsModel } from '../presenters/models.ts';
import { Box, type Place } from '../drawing/box.ts';
import { Header } from '../widgets/header.ts';
import type { Look } from '../drawing/look.ts';
import { Menu } from '../widgets/menu.ts';
import { ALL_IN_SIGHT, type View } from './view.ts';

export class ContactDetailsView implements View<ContactDetailsModel> {
  readonly box: Box;
  readonly #header: Header;
  readonly #menu: Menu;

  constructor(look: Look, parent: Box) {
    this.box = new Box(parent);
    this.#header = new Header(look, this.box);
    this.#menu = new Menu(look, this.box);
  }

  overflow = (): typeof ALL_IN_SIGHT => ALL_IN_SIGHT;

  update(model: ContactDetailsModel, area: Place): void {
    this.box.place(area);
    const { name, address, initials } = model;
    const height = this.#header.update({ title: name, subtitle: address, aside: '', initials, typing: false });
    this.#menu.update(model.items, model.focus, { y: height, width: area.width });
  }
}
