import { describe, expect, it } from 'vitest';
import { addContacts } from '../../../src/main/handset/add-contacts.ts';
import type { Contact } from '../../../src/domain/contact.ts';
import type { Log } from '../../../src/ports/system/log.ts';
import { MAX_CONTACTS } from '../../../src/store/database/bounds.ts';
import { createMemoryHandsetStore } from '../../support/memory-store/memory-handset-store.ts';
import { address } from '../../support/handset-world.ts';
import { valueOf } from '../../support/store-fixtures.ts';

const bob: Contact = { address: address('bob'), name: 'Bob', favourite: true };
const carol: Contact = { address: address('carol'), name: 'Carol', favourite: false };

function logged(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const line = (code: string, facts = {}): void => void lines.push(`${code} ${JSON.stringify(facts)}`);
  return { log: { info: line, warn: line, error: line }, lines };
}

describe("the operator's contacts", () => {
  it('are there after the first start', () => {
    const { contacts } = createMemoryHandsetStore();
    const { log, lines } = logged();
    addContacts([bob, carol], contacts, log);
    expect(contacts.contacts('')).toEqual([bob, carol]);
    expect(lines).toEqual([]);
  });

  it('stay as the owner left them at every start after it', () => {
    const { contacts } = createMemoryHandsetStore();
    const { log } = logged();
    addContacts([bob, carol], contacts, log);
    valueOf(contacts.saveContact({ ...bob, favourite: false }));
    valueOf(contacts.saveContact({ ...carol, name: 'Carola', favourite: true }));
    addContacts([bob, carol], contacts, log);
    expect(contacts.contact(bob.address)).toEqual({ ...bob, favourite: false });
    expect(contacts.contact(carol.address)).toEqual({ ...carol, name: 'Carola', favourite: true });
  });

  it('that do not fit any more are left out, and told', () => {
    const { contacts } = createMemoryHandsetStore();
    for (let count = 0; count < MAX_CONTACTS - 1; count += 1) {
      valueOf(contacts.saveContact({ address: address(`p${count}`), name: `P ${count}`, favourite: false }));
    }
    const { log, lines } = logged();
    addContacts([bob, carol], contacts, log);
    expect(contacts.contact(bob.address)).toEqual(bob);
    expect(contacts.contact(carol.address)).toBeNull();
    expect(lines).toEqual(['contacts.no-room {"left":1}']);
    addContacts([bob], contacts, log);
    expect(lines).toHaveLength(1);
  });

  it('that the store refuses are told once, and come at the next start', () => {
    const store = createMemoryHandsetStore();
    const { log, lines } = logged();
    store.failWritesWith('disk-full');
    addContacts([bob, carol], store.contacts, log);
    expect(lines).toEqual(['contacts.not-added {"failure":"disk-full"}']);
    store.failWritesWith(null);
    addContacts([bob, carol], store.contacts, log);
    expect(store.contacts.contacts('')).toHaveLength(2);
  });
});
