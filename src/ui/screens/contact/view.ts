import { Box, type Place } from '../../drawing/box.ts';
import { Header } from '../../widgets/header.ts';
import type { Look } from '../../drawing/look.ts';
import { Menu } from '../../widgets/menu.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { presentContact, type ContactModel } from './present.ts';
import type { ContactState } from './state.ts';

class ContactView implements View<ContactModel> {
  readonly box: Box;
  readonly #header: Header;
  readonly #menu: Menu;

  constructor(look: Look, parent: Box) {
    this.box = new Box(parent);
    this.#header = new Header(look, this.box);
    this.#menu = new Menu(look, this.box);
  }

  update(model: ContactModel, area: Place): void {
    this.box.place(area);
    const { name, address, initials } = model;
    const height = this.#header.update({ title: name, subtitle: address, aside: '', initials, typing: false });
    this.#menu.update(model.items, model.focus, {
      x: 0,
      y: height,
      width: area.width,
      height: area.height - height,
    });
  }
}

export const contactView: ViewEntry<ContactState, ContactModel> = {
  presenter: () => ({ present: presentContact }),
  make: (look, parent) => new ContactView(look, parent),
  focused: ({ items, focus }) => items[focus]?.text ?? '',
  newsLine: 'below',
};
