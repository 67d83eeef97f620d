import type { Contact } from '../../domain/contact.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { ContactStore } from '../../ports/store/contact-store.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import { assertRoomForContact } from '../database/bounds.ts';
import { contactMatches, sortedContacts } from './contact-order.ts';
import { SETTLE_STANDING } from '../history/standing-sql.ts';
import { searchText } from '../history/search/search-text.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';

interface ContactRow {
  readonly address: string;
  readonly name: string;
  readonly favourite: number;
}

const SELECT_CONTACTS = 'SELECT address, name, favourite FROM contact';

export class SqliteContactStore implements ContactStore {
  readonly #database: SqliteDatabase;
  readonly #selectAll;
  readonly #selectOne;
  readonly #count;
  readonly #save;
  readonly #settle;
  /** All contacts, sorted here because SQLite has no locale-aware order; null after a contact has changed. */
  #sorted: readonly Contact[] | null = null;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#selectAll = database.prepare<[], ContactRow>(SELECT_CONTACTS);
    this.#selectOne = database.prepare<[string], ContactRow>(`${SELECT_CONTACTS} WHERE address = ?`);
    this.#count = database.prepare<[], number>('SELECT count(*) FROM contact').pluck();
    this.#settle = database.prepare<[string], never>(SETTLE_STANDING);
    this.#save = database.prepare<[string, string, string, number], never>(
      `INSERT INTO contact (address, name, search_name, favourite) VALUES (?, ?, ?, ?)
       ON CONFLICT (address) DO UPDATE
       SET name = excluded.name, search_name = excluded.search_name, favourite = excluded.favourite`,
    );
  }

  contacts(filter: string): readonly Contact[] {
    const all = this.#database.read(() => (this.#sorted ??= sortedContacts(this.#selectAll.all().map(toContact))));
    if (filter === '') return all;
    const wanted = searchText(filter);
    return all.filter((contact) => contactMatches(contact, wanted));
  }

  contact(address: PeerAddress): Contact | null {
    const row = this.#database.read(() => this.#selectOne.get(address));
    return row === undefined ? null : toContact(row);
  }

  saveContact({ address, name, favourite }: Contact): Result<void, StoreFailure> {
    return this.#database.write(() => {
      if (this.#selectOne.get(address) === undefined) assertRoomForContact(this.#count.get() ?? 0);
      this.#save.run(address, name, searchText(name), favourite ? 1 : 0);
      this.#settle.run(address);
      this.#sorted = null;
    });
  }
}

function toContact({ address, name, favourite }: ContactRow): Contact {
  return { address: address as PeerAddress, name, favourite: favourite === 1 };
}
