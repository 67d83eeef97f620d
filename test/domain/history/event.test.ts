import { expect, it } from 'vitest';
import { messageOf, type UnreachableEvent } from '../../../src/domain/history/event.ts';

it('nothing, and an event about the relay, are no message', () => {
  const unreachable = { kind: 'unreachable' } as UnreachableEvent;
  expect([messageOf(null), messageOf(unreachable)]).toEqual([null, null]);
});
