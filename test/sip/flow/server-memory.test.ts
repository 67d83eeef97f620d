import { expect, test } from 'vitest';
import { failure, success } from '../../../src/domain/result.ts';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
import { NOTHING_LEARNED } from '../../../src/sip/flow/idle-policy.ts';
import { ServerMemory } from '../../../src/sip/flow/server-memory.ts';
import { KeptSetting } from '../../../src/sip/kept-setting.ts';
import { MemorySettings, TestLog } from '../support/link-bench.ts';

const A = { address: '192.0.2.1', port: 5061 };
const B = { address: '2001:db8::1', port: 5061 };
const LEARNED = { provenS: 300, brokenS: 400, survivals: 0, patience: 32 };
const remember = (settings: MemorySettings, target = 'example.org'): ServerMemory =>
  new ServerMemory(target, new KeptSetting('sip.servers', settings, new TestLog()));

test('it knows nothing at first', () => {
  const memory = remember(new MemorySettings());
  expect(memory.lastWorked).toBeNull();
  expect(memory.learningOf(A)).toBe(NOTHING_LEARNED);
});

test('the last server that worked, and what was learned of each, outlive a restart', () => {
  const settings = new MemorySettings();
  const memory = remember(settings);
  memory.worked(A);
  memory.learned(A, LEARNED);
  memory.worked(B);
  const again = remember(settings, 'EXAMPLE.org');
  expect(again.lastWorked).toEqual(B);
  expect(again.learningOf(A)).toEqual(LEARNED);
  expect(again.learningOf(B)).toEqual(NOTHING_LEARNED);
});

test('with another target nothing is remembered', () => {
  const settings = new MemorySettings();
  remember(settings).worked(A);
  expect(remember(settings, 'example.net').lastWorked).toBeNull();
});

test('eight servers are kept, and the one that was of use longest ago gives way', () => {
  const settings = new MemorySettings();
  const memory = remember(settings);
  for (let port = 1; port <= 9; port += 1) {
    memory.worked({ address: '192.0.2.1', port });
    memory.learned({ address: '192.0.2.1', port }, LEARNED);
  }
  const again = remember(settings);
  expect(again.learningOf({ address: '192.0.2.1', port: 1 })).toBe(NOTHING_LEARNED);
  expect(again.learningOf({ address: '192.0.2.1', port: 2 })).toEqual(LEARNED);
  expect([...settings.values.values()].join('').length).toBeLessThan(4_096);
});

test('flash is written to only when the server or the interval changed by more than a tenth', () => {
  const settings = new MemorySettings();
  let writes = 0;
  settings.saveSetting = (key, value) => {
    writes += 1;
    settings.values.set(key, value);
    return success(undefined);
  };
  const memory = remember(settings);
  memory.worked(A);
  memory.worked(A);
  expect(writes).toBe(1);
  memory.learned(A, { ...NOTHING_LEARNED, provenS: 94, survivals: 3 });
  expect(writes).toBe(1);
  memory.learned(A, { ...NOTHING_LEARNED, provenS: 95 });
  memory.learned(A, { ...NOTHING_LEARNED, provenS: 95, brokenS: 110 });
  expect(writes).toBe(3);
});

test.each([
  'nonsense',
  'x.example 5061 300 400 32',
  '192.0.2.1 0 300 400 32',
  '192.0.2.1 65536 300 400 32',
  '192.0.2.1 5061 1 400 32',
  '192.0.2.1 5061 300 99999 32',
  '192.0.2.1 5061 300 400 0',
  '192.0.2.1 5061 300 400',
  '192.0.2.1 5061 3e2 400 32',
])('a line that cannot be read is passed over: %s', (line) => {
  const settings = new MemorySettings();
  settings.values.set('sip.servers', `example.org\n${line}\n2001:db8::1 5061 300 - 32`);
  expect(remember(settings).lastWorked).toEqual(B);
});

test('when the disk takes nothing the log says so, and what was learned is kept in memory', () => {
  const log = new TestLog();
  const full = { setting: () => null, saveSetting: () => failure('disk-full' as const) };
  const memory = new ServerMemory('example.org', new KeptSetting('sip.servers', full, log));
  memory.worked(A);
  expect(memory.lastWorked).toEqual(A);
  expect(log.lines.join()).toContain('sip.setting-not-saved');
});

test('a store that cannot be read is logged, and counts as empty', () => {
  const log = new TestLog();
  const damaged = {
    setting: (): string => {
      throw new StoreUnavailable('damaged');
    },
    saveSetting: () => failure('damaged' as const),
  };
  const memory = new ServerMemory('example.org', new KeptSetting('sip.servers', damaged, log));
  expect(memory.lastWorked).toBeNull();
  expect(log.lines.join()).toContain('sip.setting-not-read');
});
