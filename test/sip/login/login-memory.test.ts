import { beforeEach, expect, test } from 'vitest';
import { KeptSetting } from '../../../src/sip/kept-setting.ts';
import { LoginMemory } from '../../../src/sip/login/login-memory.ts';
import { MemorySettings, TestLog } from '../support/link-bench.ts';

const OWNER = 'bob@example.org';
let settings: MemorySettings;
let writes: number;

beforeEach(() => {
  settings = new MemorySettings();
  writes = 0;
  const save = settings.saveSetting.bind(settings);
  settings.saveSetting = (key, value) => {
    writes += 1;
    return save(key, value);
  };
});

/** As after a start. */
const memory = (owner = OWNER): LoginMemory =>
  new LoginMemory(owner, new KeptSetting('login', settings, new TestLog()));

test('what a login taught is known after a restart, to its owner alone', () => {
  expect(memory().known).toBeNull();
  memory().learn('realm', 'SHA-256');
  expect(memory().known).toEqual({ realm: 'realm', best: 'SHA-256' });
  expect(memory('carol@example.org').known).toBeNull();
});

test('the best that was offered stays known in one realm, and begins anew in another', () => {
  const known = memory();
  known.learn('realm', 'MD5');
  known.learn('realm', 'SHA-256');
  known.learn('realm', 'MD5');
  expect([known.known, memory().known]).toEqual(Array(2).fill({ realm: 'realm', best: 'SHA-256' }));
  known.learn('other', 'MD5');
  expect(memory().known).toEqual({ realm: 'other', best: 'MD5' });
});

test('nothing is written when nothing new was taught', () => {
  memory().learn('realm', 'SHA-256');
  for (const hash of ['SHA-256', 'MD5'] as const) memory().learn('realm', hash);
  expect(writes).toBe(1);
});

test.each([
  ['no JSON', '{'],
  ['null', 'null'],
  ['a number', '7'],
  ['no realm', JSON.stringify({ owner: OWNER, best: 'MD5' })],
  ['a realm that is no text', JSON.stringify({ owner: OWNER, realm: 7, best: 'MD5' })],
  ['an algorithm of a later version', JSON.stringify({ owner: OWNER, realm: 'realm', best: 'SHA-999' })],
])('what cannot be read teaches nothing, and is written anew: %s', (_, text) => {
  settings.values.set('login', text);
  const known = memory();
  expect(known.known).toBeNull();
  known.learn('realm', 'MD5');
  expect(memory().known).toEqual({ realm: 'realm', best: 'MD5' });
});
