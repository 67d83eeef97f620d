import { expect, it } from 'vitest';
import { PageNotice } from '../../../src/simulator/page/page-notice.ts';

it('a notice stays while the keys that caused it come up, and goes with the next key', () => {
  let shown = '';
  const notice = new PageNotice((words) => {
    shown = words;
  });
  notice.keysMoved(0, ['Shift']);
  notice.say('"{" (U+007B) is on no key of this keypad');
  notice.keysMoved(0, []);
  expect(shown).not.toBe('');
  notice.keysMoved(0, ['Shift']);
  expect(shown).toBe('');
});
