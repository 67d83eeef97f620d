import { contactItems, type ContactItem } from '../navigator/contact-details.ts';
import type { ContactState } from '../navigator/state.ts';
import { initials, plainAddress } from '../phrases/peer-words.ts';
import type { ContactDetailsModel, MenuItemModel } from './models.ts';
import type { PresentContext } from './present-context.ts';

export function presentContact(context: PresentContext, view: ContactState): ContactDetailsModel {
  const { handset, strings } = context;
  const contact = handset.contact(view.peer);
  const address = plainAddress(view.peer);
  return {
    kind: 'contact',
    initials: initials(contact?.name ?? null),
    name: contact?.name ?? address,
    address: contact === null ? strings.text('contact.notListed') : address,
    items: contactItems(handset, view.peer).map((item) => presentItem(context, item, contact?.favourite ?? false)),
    focus: view.focus,
  };
}

function presentItem({ strings }: PresentContext, item: ContactItem, favourite: boolean): MenuItemModel {
  const value = item === 'favourite' ? strings.text(favourite ? 'word.on' : 'word.off') : '';
  return { key: item, text: strings.text(`contact.${item}`), value, valueShort: value, isNews: false };
}
