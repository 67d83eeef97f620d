import { describe, expect, it } from 'vitest';
import { success } from '../../../src/domain/result.ts';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
import { isStoreFailure, orStoreFailure } from '../../../src/relay/storage/or-store-failure.ts';

describe('a read of the store', () => {
  it('that cannot be answered is a failure like any other', () => {
    const unreadable = (): never => {
      throw new StoreUnavailable('damaged');
    };
    expect(orStoreFailure(unreadable)).toEqual({ ok: false, error: 'damaged' });
    expect(orStoreFailure(() => success(1))).toEqual({ ok: true, value: 1 });
  });

  it('that fails by a bug throws on', () => {
    const buggy = (): never => {
      throw new RangeError('limit');
    };
    expect(() => orStoreFailure(buggy)).toThrow(RangeError);
  });
});

it('a full share or box is no failure of the store', () => {
  expect(['disk-full', 'read-only', 'damaged', 'closed'].every(isStoreFailure)).toBe(true);
  expect(['store-full', 'recipient-full', 'toString', null].some(isStoreFailure)).toBe(false);
});
