import { beforeEach, expect, test } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { KeptSetting } from '../../../src/sip/kept-setting.ts';
import { PeerForms } from '../../../src/sip/message/peer-forms.ts';
import { PeerMarks } from '../../../src/sip/message/peer-marks.ts';
import { ALICE, BOB, MemorySettings, TestLog } from '../support/link-bench.ts';

let settings: MemorySettings;
let forms: PeerForms;
const open = (): PeerForms => {
  const kept = (key: string): KeptSetting => new KeptSetting(key, settings, new TestLog());
  const marks = (key: string): PeerMarks => new PeerMarks({ known: kept(key), strangers: kept(`${key}.strangers`) });
  return new PeerForms({ refused: marks('refused'), cpim: marks('cpim'), plain: marks('plain') });
};

beforeEach(() => {
  settings = new MemorySettings();
  forms = open();
});

test('a peer of whom nothing is known gets CPIM', () => {
  expect(forms.formFor(ALICE)).toBe('cpim');
});

test('a peer that has only written plain text gets plain text, after a restart too, and nobody else does', () => {
  forms.wrote(ALICE, 'plain', true);
  expect(open().formFor(ALICE)).toBe('plain');
  expect(forms.formFor(BOB)).toBe('cpim');
});

test.each(['cpim', 'report'] as const)('it gets CPIM from its first %s on, whatever it writes later', (what) => {
  forms.wrote(ALICE, 'plain', true);
  forms.wrote(ALICE, what, true);
  forms.wrote(ALICE, 'plain', true);
  expect(open().formFor(ALICE)).toBe('cpim');
});

test('a peer that refused CPIM gets plain text until it writes CPIM itself: the relay may have written a report', () => {
  forms.wrote(ALICE, 'cpim', true);
  forms.refusedCpim(ALICE);
  forms.wrote(ALICE, 'report', true);
  expect(forms.formFor(ALICE)).toBe('plain');
  forms.wrote(ALICE, 'cpim', true);
  expect(forms.formFor(ALICE)).toBe('cpim');
});

test('strangers who write in either form change nothing for whom the owner knows', () => {
  const stranger = (number: number): PeerAddress => `sip:stranger-${number}@example.org` as PeerAddress;
  forms.wrote(ALICE, 'plain', true);
  forms.wrote(BOB, 'cpim', true);
  for (let number = 0; number < 300; number += 1) {
    forms.wrote(stranger(number), 'plain', false);
    forms.wrote(stranger(1_000 + number), 'cpim', false);
  }
  forms.wrote(BOB, 'plain', true);
  expect([ALICE, BOB, stranger(299)].map((peer) => open().formFor(peer))).toEqual(['plain', 'cpim', 'plain']);
});

test('a stranger whom the owner answers is written to in the form that was learned, whoever else comes then', () => {
  forms.wrote(BOB, 'plain', false);
  forms.knows(BOB);
  for (let number = 0; number < 300; number += 1)
    forms.wrote(`sip:${number}@example.org` as PeerAddress, 'plain', false);
  expect(forms.formFor(BOB)).toBe('plain');
});
