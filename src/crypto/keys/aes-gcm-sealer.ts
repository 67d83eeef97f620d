import { createCipheriv, createDecipheriv } from 'node:crypto';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Random } from '../../ports/system/random.ts';
import type { Sealer, SealFailure } from '../../ports/system/sealer.ts';
import { KEY_BYTES } from './key-file.ts';

/** Keys of 32 bytes by their id, 1…255. The key `current` seals; every key opens. */
export interface SealKeys {
  readonly current: number;
  readonly keys: ReadonlyMap<number, Uint8Array>;
}

const FORMAT = 1;
const HEAD_BYTES = 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD_BYTES = HEAD_BYTES + NONCE_BYTES + TAG_BYTES;

/**
 * AES-256-GCM (NIST SP 800-38D). Sealed bytes are: format, key id, nonce (12 bytes), cipher text, tag (16 bytes).
 * Nonces are random, so one key may seal at most 2^32 times (SP 800-38D §8.3); add a new key long before that.
 */
export class AesGcmSealer implements Sealer {
  readonly #keys: ReadonlyMap<number, Uint8Array>;
  readonly #current: number;
  readonly #random: Random;
  #isClosed = false;

  /** Throws RangeError when a key's size or id is out of range, or when the current key is missing. */
  constructor({ current, keys }: SealKeys, random: Random) {
    for (const [id, key] of keys) {
      if (!Number.isInteger(id) || id < 1 || id > 255) throw new RangeError(`a seal key's id is 1…255, not ${id}`);
      if (key.length !== KEY_BYTES) throw new RangeError(`seal key ${id} has ${key.length} bytes, not ${KEY_BYTES}`);
    }
    if (!keys.has(current)) throw new RangeError(`no seal key ${current}`);
    this.#keys = keys;
    this.#current = current;
    this.#random = random;
  }

  seal(plain: Uint8Array, context: string): Uint8Array {
    const key = this.#key(this.#current);
    if (key === undefined) throw new Error(`no seal key ${this.#current}`);
    const head = Uint8Array.of(FORMAT, this.#current);
    const nonce = this.#random.bytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(head, context));
    const text = [cipher.update(plain), cipher.final()];
    return Uint8Array.from(Buffer.concat([head, nonce, ...text, cipher.getAuthTag()]));
  }

  open(sealed: Uint8Array, context: string): Result<Uint8Array, SealFailure> {
    if (sealed.length < OVERHEAD_BYTES || sealed[0] !== FORMAT) return failure('tampered');
    const key = this.#key(sealed[1] ?? 0);
    if (key === undefined) return failure('unknown-key');
    const textStart = HEAD_BYTES + NONCE_BYTES;
    const textEnd = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(HEAD_BYTES, textStart), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(sealed.subarray(0, HEAD_BYTES), context));
    decipher.setAuthTag(sealed.subarray(textEnd));
    const plain = decipher.update(sealed.subarray(textStart, textEnd));
    try {
      decipher.final();
    } catch {
      // final() throws only when the tag is wrong.
      return failure('tampered');
    }
    return success(Uint8Array.from(plain));
  }

  /**
   * Wipes the keys, the caller's arrays too. A later call of `seal` or `open` is a bug and throws, because a wiped key
   * would keep nothing secret.
   */
  close(): void {
    this.#isClosed = true;
    for (const key of this.#keys.values()) key.fill(0);
  }

  #key(id: number): Uint8Array | undefined {
    if (this.#isClosed) throw new Error('the seal keys were wiped');
    return this.#keys.get(id);
  }
}

function boundTo(head: Uint8Array, context: string): Buffer {
  return Buffer.concat([head, Buffer.from(context, 'utf8')]);
}
