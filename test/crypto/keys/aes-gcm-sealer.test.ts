import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AesGcmSealer } from '../../../src/crypto/keys/aes-gcm-sealer.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { describeSealer } from '../../contract/sealer.contract.ts';

const random = new NodeRandom();
const key = () => random.bytes(32);

describeSealer('AesGcmSealer', () => new AesGcmSealer({ current: 1, keys: new Map([[1, key()]]) }, random));

describe('AesGcmSealer', () => {
  it('seals under the current key and opens under the older ones, until they are taken away', () => {
    const [oldKey, newKey] = [key(), key()];
    const before = new AesGcmSealer({ current: 1, keys: new Map([[1, oldKey]]) }, random);
    const keys = new Map([
      [1, oldKey],
      [2, newKey],
    ]);
    const between = new AesGcmSealer({ current: 2, keys }, random);
    const after = new AesGcmSealer({ current: 2, keys: new Map([[2, newKey]]) }, random);
    const [first, second] = [before.seal(Uint8Array.of(1), 'c'), between.seal(Uint8Array.of(2), 'c')];
    expect(between.open(first, 'c')).toEqual({ ok: true, value: Uint8Array.of(1) });
    expect(after.open(first, 'c')).toEqual({ ok: false, error: 'unknown-key' });
    expect(after.open(second, 'c')).toEqual({ ok: true, value: Uint8Array.of(2) });
  });

  it('writes AES-256-GCM in the documented format, which another implementation can read', () => {
    const secret = key();
    const sealed = new AesGcmSealer({ current: 7, keys: new Map([[7, secret]]) }, random).seal(
      Buffer.from('text'),
      'ctx',
    );
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(2, 14), { authTagLength: 16 });
    decipher.setAAD(Buffer.concat([Buffer.of(1, 7), Buffer.from('ctx')])).setAuthTag(sealed.subarray(-16));
    expect(decipher.update(sealed.subarray(14, -16), undefined, 'utf8') + decipher.final('utf8')).toBe('text');
    expect(sealed).toHaveLength(2 + 12 + 4 + 16);
  });

  it('wipes its keys at the end, and then neither seals nor opens', () => {
    const keys = new Map([
      [1, key()],
      [2, key()],
    ]);
    const sealer = new AesGcmSealer({ current: 2, keys }, random);
    const sealed = sealer.seal(Uint8Array.of(1), 'c');
    sealer.close();
    expect([...keys.values()]).toEqual([new Uint8Array(32), new Uint8Array(32)]);
    expect(() => sealer.seal(Uint8Array.of(1), 'c')).toThrow('wiped');
    expect(() => sealer.open(sealed, 'c')).toThrow('wiped');
  });

  it('refuses a key of another length, an id out of range, and a missing current key', () => {
    const make = (current: number, id: number, bytes: number) =>
      new AesGcmSealer({ current, keys: new Map([[id, new Uint8Array(bytes)]]) }, random);
    expect(() => make(1, 1, 16)).toThrow(RangeError);
    expect(() => make(0, 0, 32)).toThrow(RangeError);
    expect(() => make(256, 256, 32)).toThrow(RangeError);
    expect(() => make(2, 1, 32)).toThrow('no seal key 2');
  });
});
