import { randomBytes, randomFillSync } from 'node:crypto';
import type { Random } from '../../ports/system/random.ts';

const MAX_BYTES = 65_536;
/** Requests of up to this size come from the stock: ids, tags and nonces. A key is longer (32 bytes) and never does. */
const POOLED_BYTES = 16;
const POOL_BYTES = 4_096;

/**
 * `Random` from the operating system's generator. Calling it costs 2 µs for 6 bytes as well as for 4,096, and a relay
 * needs two calls for each message. So small requests are served from a stock; each byte is given out once and wiped
 * there.
 */
export class NodeRandom implements Random {
  readonly #pool = Buffer.alloc(POOL_BYTES);
  #used = POOL_BYTES;

  bytes(byteCount: number): Uint8Array {
    if (!Number.isInteger(byteCount) || byteCount < 1 || byteCount > MAX_BYTES) {
      throw new RangeError(`byteCount must be a whole number of 1…${MAX_BYTES}, not ${byteCount}`);
    }
    return byteCount > POOLED_BYTES ? Uint8Array.from(randomBytes(byteCount)) : this.#fromPool(byteCount);
  }

  /** 53 random bits are as many as a number in [0, 1) can hold with equal spacing. */
  fraction(): number {
    const bits = randomBytes(8).readBigUInt64BE() >> 11n;
    return Number(bits) / 2 ** 53;
  }

  #fromPool(byteCount: number): Uint8Array {
    if (this.#used + byteCount > POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const end = this.#used + byteCount;
    const bytes = new Uint8Array(this.#pool.subarray(this.#used, end));
    this.#pool.fill(0, this.#used, end);
    this.#used = end;
    return bytes;
  }
}
