import { initials, plainAddress } from '../../phrases/peer-words.ts';
import type { MenuItemModel } from '../../present/models.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { contactItems, type ContactItem } from './behaviour.ts';
import type { ContactState } from './state.ts';

export interface ContactModel {
  readonly kind: 'contact';
  readonly initials: string;
  readonly name: string;
  readonly address: string;
  readonly items: readonly MenuItemModel[];
  readonly focus: number;
}

export function presentContact(parts: PresentParts, view: ContactState): ContactModel {
  const { contact } = view;
  const address = plainAddress(view.peer);
  return {
    kind: 'contact',
    initials: initials(contact?.name ?? null),
    name: contact?.name ?? address,
    address: contact === null ? parts.strings.text('contact.notListed') : address,
    items: contactItems(view).map((item) => presentItem(parts, item, contact?.favourite ?? false)),
    focus: view.focus,
  };
}

function presentItem({ strings }: PresentParts, item: ContactItem, favourite: boolean): MenuItemModel {
  const value = item === 'favourite' ? strings.text(favourite ? 'word.on' : 'word.off') : '';
  const text =
    item === 'block' || item === 'unblock' ? strings.text(`choice.${item}`) : strings.text(`contact.${item}`);
  return { key: item, text, value, valueShort: value, isNews: false };
}
