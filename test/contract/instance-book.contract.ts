import { describe, expect, it } from 'vitest';
import { deviceAgeMs } from '../../src/domain/time.ts';
import type { InstanceBook, SeenInstance } from '../../src/ports/store/instance-book.ts';
import { alice, bob, valueOf } from '../support/store-fixtures.ts';

export function describeInstanceBook(adapter: string, open: () => InstanceBook): void {
  describe(`${adapter} keeps the contract of InstanceBook:`, () => {
    const seen = (change: Partial<SeenInstance> = {}): SeenInstance => ({
      user: bob,
      instance: 'urn:uuid:1',
      isOwn: true,
      seenAgeMs: deviceAgeMs(7.5),
      ...change,
    });

    it('gives back what was saved, of all users', () => {
      const book = open();
      expect(book.all()).toEqual([]);
      const ofBob = [seen(), seen({ instance: 'urn:uuid:2', isOwn: false })];
      const ofAlice = seen({ user: alice, instance: '' });
      valueOf(book.saveAllOf(bob, ofBob));
      valueOf(book.saveAllOf(alice, [ofAlice]));
      expect(book.all()).toHaveLength(3);
      expect(book.all()).toEqual(expect.arrayContaining([...ofBob, ofAlice]));
    });

    it('keeps of a user what was saved last and nothing else', () => {
      const book = open();
      valueOf(book.saveAllOf(bob, [seen(), seen({ instance: 'urn:uuid:2' })]));
      valueOf(book.saveAllOf(alice, [seen({ user: alice })]));
      const last = seen({ instance: 'urn:uuid:2', isOwn: false, seenAgeMs: deviceAgeMs(9) });
      valueOf(book.saveAllOf(bob, [last]));
      expect(book.all().filter(({ user }) => user === bob)).toEqual([last]);
      valueOf(book.saveAllOf(bob, []));
      expect(book.all()).toEqual([seen({ user: alice })]);
    });
  });
}
