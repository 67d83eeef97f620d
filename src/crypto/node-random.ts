import { randomBytes } from 'node:crypto';
import type { Random } from '../ports/random.ts';

const MAX_BYTES = 65_536;

/** `Random` from the operating system's generator. */
export class NodeRandom implements Random {
  bytes(byteCount: number): Uint8Array {
    if (!Number.isInteger(byteCount) || byteCount < 1 || byteCount > MAX_BYTES) {
      throw new RangeError(`byteCount must be a whole number of 1…${MAX_BYTES}, not ${byteCount}`);
    }
    return Uint8Array.from(randomBytes(byteCount));
  }

  /** 53 random bits, all that a number in [0, 1) holds evenly. */
  fraction(): number {
    const bits = randomBytes(8).readBigUInt64BE() >> 11n;
    return Number(bits) / 2 ** 53;
  }
}
