import { expect, it } from 'vitest';
import { difference } from './support/difference.ts';

it('tells what was lost, what is shown twice, and what stands before something that was sent earlier', () => {
  const sent = ['a', 'b', 'c', 'd'];
  expect(difference(sent, sent)).toEqual({ lost: [], doubled: [], turned: [] });
  expect(difference(sent, ['a', 'c', 'd'])).toEqual({ lost: ['b'], doubled: [], turned: [] });
  expect(difference(sent, ['a', 'b', 'b', 'c', 'd']).doubled).toEqual(['b']);
  expect(difference(sent, ['a', 'c', 'b', 'd'])).toEqual({ lost: [], doubled: [], turned: ['c'] });
});
