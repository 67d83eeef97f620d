import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandsetStore } from '../../src/store/handset/handset-store.ts';
import { alice, bob, carol, peer, valueOf } from '../support/store-fixtures.ts';

export function describeContactStore(adapter: string, open: () => HandsetStore): void {
  describe(`${adapter} keeps the contract of ContactStore:`, () => {
    let store: HandsetStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(() => {
      store.close();
    });
    const save = (address: typeof alice, name: string, favourite = false) => {
      valueOf(store.contacts.saveContact({ address, name, favourite }));
    };

    it('sorts by name as readers do, not by code point', () => {
      save(alice, 'Zoe');
      save(bob, 'Émile');
      save(carol, 'adam');
      save(peer('dan'), 'Eve');
      expect(store.contacts.contacts('').map(({ name }) => name)).toEqual(['adam', 'Émile', 'Eve', 'Zoe']);
    });

    it('orders equal names by address', () => {
      save(carol, 'Kim');
      save(bob, 'Kim');
      expect(store.contacts.contacts('').map(({ address }) => address)).toEqual([bob, carol]);
    });

    it('filters by part of name or address, whatever the case', () => {
      save(alice, 'Élise Martin');
      save(bob, 'Bob');
      expect(store.contacts.contacts('éLI').map(({ address }) => address)).toEqual([alice]);
      expect(store.contacts.contacts('B@EX').map(({ address }) => address)).toEqual([bob]);
      expect(store.contacts.contacts('@example.org').map(({ address }) => address)).toEqual([bob, alice]);
      expect(store.contacts.contacts('nobody')).toEqual([]);
    });

    it('finds nobody by what all addresses share, so that a letter of it does not list everybody', () => {
      save(alice, 'Nan');
      save(bob, 'Bob');
      for (const shared of ['s', 'sip:', 'x', 'example.org', 'org']) {
        expect(store.contacts.contacts(shared)).toEqual([]);
      }
    });

    it('replaces a contact of the same address', () => {
      save(bob, 'Bob');
      expect(store.contacts.contacts('')).toHaveLength(1);
      save(bob, 'Robert', true);
      expect(store.contacts.contacts('')).toEqual([{ address: bob, name: 'Robert', favourite: true }]);
      expect(store.contacts.contact(bob)).toEqual({ address: bob, name: 'Robert', favourite: true });
      expect(store.contacts.contact(alice)).toBeNull();
    });

    it('refuses to save once closed, and throws on reading', () => {
      store.close();
      expect(store.contacts.saveContact({ address: bob, name: 'Bob', favourite: false })).toEqual({
        ok: false,
        error: 'closed',
      });
      expect(() => store.contacts.contacts('')).toThrow(/closed/);
      expect(() => store.contacts.contact(bob)).toThrow(/closed/);
    });
  });
}
