import { Box, type Place } from '../../drawing/box.ts';
import { Header, searchHeader } from '../../widgets/header.ts';
import type { Look } from '../../drawing/look.ts';
import { PersonList } from '../../widgets/person-list.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { presentContacts, type ContactsModel } from './present.ts';
import type { ContactsState } from './state.ts';
import { Tabs } from './tabs.ts';

class ContactsView implements View<ContactsModel> {
  readonly box: Box;
  readonly #look: Look;
  readonly #tabs: Tabs;
  readonly #search: Box;
  readonly #header: Header;
  readonly #list: PersonList;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.box = new Box(parent);
    this.#tabs = new Tabs(look, this.box);
    this.#search = new Box(this.box);
    this.#header = new Header(look, this.#search);
    this.#list = new PersonList(look, this.box);
  }

  update(model: ContactsModel, area: Place): void {
    const { header, widthPx } = this.#look.metrics;
    const searching = model.filter !== '';
    this.box.place(area);
    this.#search.place({ x: 0, y: 0, width: widthPx, height: header }).show(searching);
    this.#tabs.show(!searching);
    if (searching) {
      const title = model.tabs.find((tab) => tab.current)?.text ?? '';
      this.#header.update(searchHeader(model.filter, title, ''));
    } else {
      this.#tabs.update(model.tabs);
    }
    this.#list.update(model.list, { x: 0, y: header, width: area.width, height: area.height - header });
  }
}

export const contactsView: ViewEntry<ContactsState, ContactsModel> = {
  presenter: () => ({ present: presentContacts }),
  make: (look, parent) => new ContactsView(look, parent),
  focused: ({ list }) => list.rows[list.focus]?.name ?? list.empty,
  newsLine: 'below',
};
