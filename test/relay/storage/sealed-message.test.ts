import { expect, it } from 'vitest';
import { AesGcmSealer } from '../../../src/crypto/keys/aes-gcm-sealer.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { openMessage, sealMessage } from '../../../src/relay/storage/sealed-message.ts';
import { addressOf } from '../support/relay-rig.ts';

const sealer = new AesGcmSealer({ current: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) }, new NodeRandom());
const [from, to] = [addressOf('alice'), addressOf('bob')];

it('a sealed message opens as it was, for its sender and recipient only', () => {
  const fields = [{ name: 'Call-ID', value: 'żółw' }];
  const message = { from, to, fields, body: Buffer.from([0, 255, 10]), hopsLeft: 69, isRelayReport: false };
  const sealed = sealMessage(sealer, message);
  expect(openMessage(sealer, sealed, from, to)).toEqual({ ok: true, value: message });
  expect(openMessage(sealer, sealed, from, from)).toEqual({ ok: false, error: 'tampered' });
});

it.each([
  ['nothing', ''],
  ['a length beyond its end', '\xff\xff\xff\xff{}'],
  ['no JSON', '\0\0\0\x02{{'],
  ['null', '\0\0\0\x04null'],
  ['no fields', headOf({ hopsLeft: 1, isRelayReport: false })],
  ['fields that are none', headOf({ fields: [null], hopsLeft: 1, isRelayReport: false })],
  ['a field without a value', headOf({ fields: [{ name: 'To' }], hopsLeft: 1, isRelayReport: false })],
  ['a number of hops that is none', headOf({ fields: [], hopsLeft: '1', isRelayReport: false })],
])('one of another form, with %s, is unreadable and nothing worse', (_what, plain) => {
  const sealed = sealer.seal(Buffer.from(plain, 'latin1'), `relay-queue ${from} ${to}`);
  expect(openMessage(sealer, sealed, from, to)).toEqual({ ok: false, error: 'unreadable' });
});

function headOf(head: object): string {
  const text = JSON.stringify(head);
  return `\0\0\0${String.fromCharCode(text.length)}${text}`;
}
