import { beforeEach, expect, test } from 'vitest';
import { KeptSetting } from '../../../src/sip/kept-setting.ts';
import { PeerForms } from '../../../src/sip/message/peer-forms.ts';
import { PeerMarks } from '../../../src/sip/message/peer-marks.ts';
import { ALICE, BOB, MemorySettings, TestLog } from '../support/link-bench.ts';

let settings: MemorySettings;
let forms: PeerForms;
const open = (): PeerForms => {
  const marks = (key: string): PeerMarks => new PeerMarks(new KeptSetting(key, settings, new TestLog()));
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
  forms.wrote(ALICE, 'plain');
  expect(open().formFor(ALICE)).toBe('plain');
  expect(forms.formFor(BOB)).toBe('cpim');
});

test.each(['cpim', 'report'] as const)('it gets CPIM from its first %s on, whatever it writes later', (what) => {
  forms.wrote(ALICE, 'plain');
  forms.wrote(ALICE, what);
  forms.wrote(ALICE, 'plain');
  expect(open().formFor(ALICE)).toBe('cpim');
});

test('a peer that refused CPIM gets plain text until it writes CPIM itself: the relay may have written a report', () => {
  forms.wrote(ALICE, 'cpim');
  forms.refusedCpim(ALICE);
  forms.wrote(ALICE, 'report');
  expect(forms.formFor(ALICE)).toBe('plain');
  forms.wrote(ALICE, 'cpim');
  expect(forms.formFor(ALICE)).toBe('cpim');
});
