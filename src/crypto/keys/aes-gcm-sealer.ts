import { createCipheriv, createDecipheriv } from 'node:crypto';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Random } from '../../ports/random.ts';
import type { Sealer, SealFailure } from '../../ports/sealer.ts';

export const SEAL_KEY_BYTES = 32;

/** Keys by their id, 1…255; `current` seals, all open. */
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
 * AES-256-GCM (NIST SP 800-38D). Sealed bytes: format, key id, nonce (12), cipher text, tag (16). Nonces are random, so a key may seal
 * 2^32 times (SP 800-38D §8.3): add a new key long before.
 */
export class AesGcmSealer implements Sealer {
  private readonly keys: ReadonlyMap<number, Uint8Array>;
  private readonly currentId: number;
  private readonly currentKey: Uint8Array;
  private readonly random: Random;

  /** Throws RangeError when a key or an id is out of range, or the current one is missing. */
  constructor({ current, keys }: SealKeys, random: Random) {
    for (const [id, key] of keys) {
      if (!Number.isInteger(id) || id < 1 || id > 255) throw new RangeError(`a seal key's id is 1…255, not ${id}`);
      if (key.length !== SEAL_KEY_BYTES)
        throw new RangeError(`seal key ${id} has ${key.length} bytes, not ${SEAL_KEY_BYTES}`);
    }
    const currentKey = keys.get(current);
    if (currentKey === undefined) throw new RangeError(`no seal key ${current}`);
    this.keys = keys;
    this.currentId = current;
    this.currentKey = currentKey;
    this.random = random;
  }

  seal(plain: Uint8Array, context: string): Uint8Array {
    const head = Uint8Array.of(FORMAT, this.currentId);
    const nonce = this.random.bytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.currentKey, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(head, context));
    const text = [cipher.update(plain), cipher.final()];
    return Uint8Array.from(Buffer.concat([head, nonce, ...text, cipher.getAuthTag()]));
  }

  open(sealed: Uint8Array, context: string): Result<Uint8Array, SealFailure> {
    if (sealed.length < OVERHEAD_BYTES || sealed[0] !== FORMAT) return failure('tampered');
    const key = this.keys.get(sealed[1] ?? 0);
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
      // The one thing that final() can find wrong here is the tag.
      return failure('tampered');
    }
    return success(Uint8Array.from(plain));
  }
}

function boundTo(head: Uint8Array, context: string): Buffer {
  return Buffer.concat([head, Buffer.from(context, 'utf8')]);
}
