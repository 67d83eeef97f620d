import { expect, it } from 'vitest';
import { ChangeListeners } from '../../src/domain/change-listeners.ts';

it('one that is added twice is told twice, and taken away once', () => {
  const listeners = new ChangeListeners();
  let told = 0;
  const listener = (): void => void (told += 1);
  const leave = listeners.add(listener);
  listeners.add(listener);
  listeners.tell();
  leave();
  leave();
  listeners.tell();
  expect(told).toBe(3);
  listeners.clear();
  listeners.tell();
  expect(told).toBe(3);
});

it('who is added or leaves while it is told changes nothing for the others', () => {
  const listeners = new ChangeListeners();
  const told: string[] = [];
  const leave = listeners.add(() => {
    told.push('first');
    leave();
    listeners.add(() => told.push('late'));
  });
  listeners.add(() => told.push('second'));
  listeners.tell();
  expect(told).toEqual(['first', 'second']);
});
