import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandsetStore } from '../../src/store/handset/handset-store.ts';
import { bob, carol, valueOf } from '../support/store-fixtures.ts';

export function describeDraftStore(adapter: string, open: () => HandsetStore): void {
  describe(`${adapter} keeps the contract of DraftStore:`, () => {
    let store: HandsetStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(() => {
      store.close();
    });

    it('keeps one draft per peer, the last one saved', () => {
      expect(store.drafts.draft(bob)).toBeNull();
      valueOf(store.drafts.saveDraft(bob, { text: 'se', cursor: 2 }));
      valueOf(store.drafts.saveDraft(bob, { text: 'see 👩‍👩‍👧\nyou', cursor: 5 }));
      valueOf(store.drafts.saveDraft(carol, { text: 'other', cursor: 0 }));
      expect(store.drafts.draft(bob)).toEqual({ text: 'see 👩‍👩‍👧\nyou', cursor: 5 });
      expect(store.drafts.draft(carol)).toEqual({ text: 'other', cursor: 0 });
    });

    it('forgets a draft that was emptied', () => {
      valueOf(store.drafts.saveDraft(bob, { text: 'text', cursor: 4 }));
      valueOf(store.drafts.saveDraft(bob, { text: '', cursor: 0 }));
      valueOf(store.drafts.saveDraft(carol, { text: '', cursor: 0 }));
      expect(store.drafts.draft(bob)).toBeNull();
      expect(store.drafts.draft(carol)).toBeNull();
    });

    it('refuses to save once closed, and throws on reading', () => {
      store.close();
      expect(store.drafts.saveDraft(bob, { text: 'text', cursor: 4 })).toEqual({ ok: false, error: 'closed' });
      expect(() => store.drafts.draft(bob)).toThrow(/closed/);
    });
  });
}
