import { expect, it, test } from 'vitest';
import { readEssentials } from '../../../src/wire/gate/essentials.ts';
import { HeaderList } from '../../../src/wire/grammar/header-list.ts';

const HEADERS = {
  Via: 'SIP/2.0/TLS a;branch=z9hG4bK1, SIP/2.0/TLS b;branch=z9hG4bK2',
  From: 'sip:a@b;tag=1',
  To: '<sip:c@d>',
  'Call-ID': 'x@y',
  CSeq: '7 \t MESSAGE',
};
const read = (changes: Partial<Record<keyof typeof HEADERS, string | undefined>>) => {
  const fields = Object.entries<string | undefined>({ ...HEADERS, ...changes });
  const present = fields.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  const essentials = readEssentials(new HeaderList(present));
  return essentials.ok ? essentials.value : essentials.error;
};

it('reads who, to whom, by which hops, and the names of dialog and transaction', () => {
  expect(read({})).toMatchObject({
    vias: [{ host: 'a' }, { host: 'b' }],
    from: { uri: 'sip:a@b' },
    to: { uri: 'sip:c@d' },
    callId: 'x@y',
    cseq: { number: 7, method: 'MESSAGE' },
  });
});

test.each<[string, Partial<Record<keyof typeof HEADERS, string | undefined>>, string]>([
  ['no Via', { Via: undefined }, 'Bad Via'],
  ['a bad Via below a good one', { Via: 'SIP/2.0/TLS a;branch=z9hG4bK1, x' }, 'Bad Via'],
  ['no From', { From: undefined }, 'Bad From'],
  ['a From that is no address', { From: 'a' }, 'Bad From'],
  ['a From with an empty tag', { From: 'sip:a@b;tag' }, 'Bad From'],
  ['a From with a tag that is no token', { From: 'sip:a@b;tag="1 2"' }, 'Bad From'],
  ['no To', { To: undefined }, 'Bad To'],
  ['no Call-ID', { 'Call-ID': undefined }, 'Bad Call-ID'],
  ['an empty Call-ID', { 'Call-ID': '' }, 'Bad Call-ID'],
  ['a Call-ID with a space', { 'Call-ID': 'x y' }, 'Bad Call-ID'],
  ['a Call-ID of 513 characters', { 'Call-ID': 'x'.repeat(513) }, 'Bad Call-ID'],
  ['no CSeq', { CSeq: undefined }, 'Bad CSeq'],
  ['a CSeq without a method', { CSeq: '1' }, 'Bad CSeq'],
  ['a CSeq whose method is no token', { CSeq: '1 MESS(AGE' }, 'Bad CSeq'],
  ['a CSeq that is no number', { CSeq: 'x MESSAGE' }, 'Bad CSeq'],
  ['a CSeq beyond 31 bits', { CSeq: '2147483648 MESSAGE' }, 'Bad CSeq'],
  ['a CSeq with a third part', { CSeq: '1 MESSAGE x' }, 'Bad CSeq'],
])('a message with %s is refused', (_, changes, phrase) => {
  expect(read(changes)).toBe(phrase);
});

it('takes what is just within its bounds', () => {
  expect(read({ From: 'sip:a@b' })).toMatchObject({ from: { uri: 'sip:a@b' } });
  expect(read({ 'Call-ID': 'x'.repeat(512) })).toMatchObject({ callId: 'x'.repeat(512) });
  expect(read({ CSeq: '2147483647 MESSAGE' })).toMatchObject({ cseq: { number: 2_147_483_647 } });
});
