import { describe, expect, it } from 'vitest';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';

const random = new NodeRandom();

describe('NodeRandom', () => {
  it('gives as many bytes as asked, never the same', () => {
    expect(random.bytes(1)).toHaveLength(1);
    expect(random.bytes(65_536)).toHaveLength(65_536);
    expect(random.bytes(16)).not.toEqual(random.bytes(16));
  });

  it('gives each byte of its stock out once, also across the end of the stock', () => {
    const some = Array.from({ length: 5_000 }, (_, index) => random.bytes(6 + (index % 11)));
    expect(new Set(some.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(5_000);
    expect(some.every((bytes, index) => bytes.length === 6 + (index % 11))).toBe(true);
    // Not a view of the stock: what is given does not change afterwards.
    const [first] = some;
    const before = Buffer.from(first ?? []).toString('hex');
    for (let count = 0; count < 2_000; count++) random.bytes(16);
    expect(Buffer.from(first ?? []).toString('hex')).toBe(before);
  });

  it.each([0, -1, 1.5, 65_537, NaN])('throws when asked for %s bytes', (byteCount) => {
    expect(() => random.bytes(byteCount)).toThrow(RangeError);
  });

  it('spreads fractions evenly over [0, 1)', () => {
    const tenths = Array<number>(10).fill(0);
    for (let index = 0; index < 10_000; index++) {
      const fraction = random.fraction();
      expect(fraction >= 0 && fraction < 1).toBe(true);
      tenths[Math.floor(fraction * 10)]!++;
    }
    // 1,000 expected in each; ten standard deviations are 300.
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(300);
  });
});
