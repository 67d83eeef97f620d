import { beforeEach, describe, expect, test } from 'vitest';
import { parsePeerAddress, type PeerAddress } from '../../../src/domain/peer-address.ts';
import { KeptSetting } from '../../../src/sip/kept-setting.ts';
import { PeerMarks } from '../../../src/sip/message/peer-marks.ts';
import { ALICE, BOB, MemorySettings, TestLog } from '../support/link-bench.ts';

let settings: MemorySettings;
/** As after a start. */
const peers = (): PeerMarks => {
  const list = (key: string): KeptSetting => new KeptSetting(key, settings, new TestLog());
  return new PeerMarks({ known: list('peers'), strangers: list('strangers') });
};
const kept = (): string => settings.setting('peers') ?? '';

beforeEach(() => {
  settings = new MemorySettings();
});

function peer(number: number): PeerAddress {
  const parsed = parsePeerAddress(`sip:${number}@example.org`);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

test('a peer that refused CPIM is known after a restart, until it speaks CPIM itself', () => {
  peers().add(ALICE, true);
  expect([peers().has(ALICE), peers().has(BOB)]).toEqual([true, false]);
  peers().add(BOB, true);
  peers().remove(ALICE);
  expect([peers().has(ALICE), peers().has(BOB)]).toEqual([false, true]);
});

test('what is kept is one mark of 16 characters for each peer, which names nobody, and nothing twice', () => {
  const known = peers();
  for (const one of [ALICE, BOB, ALICE]) known.add(one, true);
  expect(kept()).toMatch(/^[0-9a-f]{16} [0-9a-f]{16}$/);
  known.remove(peer(1));
  expect(kept()).toMatch(/^[0-9a-f]{16} [0-9a-f]{16}$/);
});

test('nothing is written when nothing changed', () => {
  let writes = 0;
  const save = settings.saveSetting.bind(settings);
  settings.saveSetting = (key, value) => {
    writes += 1;
    return save(key, value);
  };
  const known = peers();
  known.remove(ALICE);
  known.add(ALICE, true);
  known.add(ALICE, true);
  expect(writes).toBe(1);
});

test('of more than 200 peers the oldest is dropped, and all fit into a setting', () => {
  const known = peers();
  for (let number = 0; number <= 200; number += 1) known.add(peer(number), true);
  expect([0, 1, 200].map((number) => peers().has(peer(number)))).toEqual([false, true, true]);
  expect(kept().length).toBeLessThanOrEqual(4_096);
});

describe('strangers', () => {
  const manyStrangers = (list: PeerMarks): void => {
    for (let number = 0; number <= 200; number += 1) list.add(peer(number), false);
  };

  test('in whatever number displace nobody whom the owner knows, only each other', () => {
    peers().add(ALICE, true);
    peers().add(BOB, false);
    manyStrangers(peers());
    expect([ALICE, BOB, peer(200)].map((one) => peers().has(one))).toEqual([true, false, true]);
  });

  test.each([
    [
      'writes again as somebody whom the owner knows',
      (list: PeerMarks) => {
        list.add(BOB, true);
      },
    ],
    [
      'is written to',
      (list: PeerMarks) => {
        list.keep(BOB);
      },
    ],
  ])('one of them who %s stays, whoever else comes', (_what, becomesKnown) => {
    peers().add(BOB, false);
    becomesKnown(peers());
    peers().add(BOB, false);
    manyStrangers(peers());
    expect(peers().has(BOB)).toBe(true);
    peers().remove(BOB);
    expect(peers().has(BOB)).toBe(false);
  });

  test('of whom nothing was learned are not added by being written to', () => {
    peers().keep(BOB);
    expect(peers().has(BOB)).toBe(false);
  });
});
