import { messageEvent } from '../../../domain/history/event.ts';
import { Box, type Place } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { initials, plainAddress } from '../../phrases/peer-words.ts';
import { shortStatusOf } from '../../phrases/status-words.ts';
import type { PersonListModel, PersonRowModel } from '../../present/models.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { Header } from '../../widgets/header.ts';
import { PersonList } from '../../widgets/person-list.ts';
import type { UnsentMessage, UnsentState } from './state.ts';

interface UnsentModel {
  readonly kind: 'unsent';
  readonly title: string;
  readonly list: PersonListModel;
}

function presentUnsent(parts: PresentParts, { messages, focus }: UnsentState): UnsentModel {
  const { strings } = parts;
  return {
    kind: 'unsent',
    title: strings.text('unsent.title'),
    list: {
      rows: messages.map((row) => presentRow(parts, row)),
      focus: messages.length === 0 ? -1 : focus,
      moreAbove: false,
      moreBelow: false,
      empty: strings.text('unsent.empty'),
    },
  };
}

function presentRow(parts: PresentParts, { message, name }: UnsentMessage): PersonRowModel {
  const { times, now, status } = parts;
  return {
    key: String(message.sequence),
    initials: initials(name),
    name: name ?? plainAddress(message.peer),
    preview: shortStatusOf(message, { ...parts, link: status.link }),
    time: times.short(messageEvent(message).atMs, now.wallMs),
    unread: 0,
    starred: false,
  };
}

class UnsentView implements View<UnsentModel> {
  readonly box: Box;
  readonly #header: Header;
  readonly #list: PersonList;

  constructor(look: Look, parent: Box) {
    this.box = new Box(parent);
    this.#header = new Header(look, this.box);
    this.#list = new PersonList(look, this.box);
  }

  update({ title, list }: UnsentModel, area: Place): void {
    this.box.place(area);
    const height = this.#header.update({ title, subtitle: '', aside: '', initials: null, typing: false });
    this.#list.update(list, { x: 0, y: height, width: area.width, height: area.height - height });
  }
}

export const unsentView: ViewEntry<UnsentState, UnsentModel> = {
  presenter: () => ({ present: presentUnsent }),
  make: (look, parent) => new UnsentView(look, parent),
  focused: ({ list }) => list.rows[list.focus]?.name ?? list.empty,
  newsLine: 'below',
};
