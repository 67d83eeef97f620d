import type { Seen } from '../../behaviour/behaviour.ts';
import { Box, type Place } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import type { PersonListModel } from '../../present/models.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { signInRow } from '../../present/sign-in-row.ts';
import { Header } from '../../widgets/header.ts';
import { ListHint } from '../../widgets/list-hint.ts';
import { PersonList } from '../../widgets/person-list.ts';
import type { SignInsState } from './state.ts';

interface SignInsModel {
  readonly kind: 'signIns';
  readonly title: string;
  readonly list: PersonListModel;
  /** What it means, and what to do about it. */
  readonly hint: readonly [string, string];
  /** All that are listed; null when there are none. */
  readonly shown: Seen | null;
}

function presentSignIns(parts: PresentParts, { events, focus }: SignInsState): SignInsModel {
  const { strings } = parts;
  const [newest] = events;
  const oldest = events.at(-1);
  return {
    kind: 'signIns',
    title: strings.text('signIns.title'),
    list: {
      rows: events.map((event) => signInRow(parts, event)),
      focus: events.length === 0 ? -1 : focus,
      moreAbove: false,
      moreBelow: false,
      empty: strings.text('signIns.empty'),
    },
    hint: [strings.text('signIns.means'), strings.text('signIns.act')],
    shown: newest === undefined || oldest === undefined ? null : { from: oldest.sequence, through: newest.sequence },
  };
}

class SignInsView implements View<SignInsModel> {
  readonly box: Box;
  readonly #header: Header;
  readonly #list: PersonList;
  readonly #hint: ListHint;
  #shown: Seen | null = null;

  constructor(look: Look, parent: Box) {
    this.box = new Box(parent);
    this.#header = new Header(look, this.box);
    this.#list = new PersonList(look, this.box);
    this.#hint = new ListHint(look, this.box, 'warn');
  }

  update({ title, list, hint, shown }: SignInsModel, area: Place): void {
    this.box.place(area);
    const top = this.#header.update({ title, subtitle: '', aside: '', initials: null, typing: false });
    const y = this.#hint.update(hint, area);
    this.#list.update(list, { x: 0, y: top, width: area.width, height: y - top });
    this.#shown = shown;
  }

  /** The newest has the focus when one comes, so it is in sight; how many there were before is of no matter. */
  seen(): Seen | null {
    return this.#shown;
  }
}

export const signInsView: ViewEntry<SignInsState, SignInsModel> = {
  presenter: () => ({ present: presentSignIns }),
  make: (look, parent) => new SignInsView(look, parent),
  focused: ({ list }) => list.rows[list.focus]?.name ?? list.empty,
  newsLine: 'below',
};
