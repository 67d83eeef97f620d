import type { MonotonicMs } from '../../domain/time.ts';

export interface NonceRegisterParts {
  /** How long a nonce may be used. After that it is 'stale'. */
  readonly lifetimeMs: number;
  /** The most nonces kept. The oldest makes room, and a client that uses it is challenged again (stale). */
  readonly capacity: number;
}

/**
 * 'fresh': first use of this count. 'stale': unknown or too old, so challenge again with stale=true. 'replayed': this
 * count was used before.
 */
export type NonceVerdict = 'fresh' | 'stale' | 'replayed';

interface IssuedNonce {
  readonly expiresAtMs: number;
  highestCount: number;
}

/**
 * The nonces that a server has issued (RFC 7616 §3.3, §5.5). Each count of a nonce is accepted once, in growing order,
 * so that an overheard answer cannot be used again.
 */
export class NonceRegister {
  readonly #parts: NonceRegisterParts;
  /** In the order of issue, so that the first is the oldest. */
  readonly #issued = new Map<string, IssuedNonce>();

  constructor(parts: NonceRegisterParts) {
    this.#parts = parts;
  }

  /** @param random at least 16 unpredictable bytes */
  issue(random: Uint8Array, now: MonotonicMs): string {
    const nonce = Buffer.from(random).toString('base64url');
    if (this.#issued.size >= this.#parts.capacity) this.#dropOldest();
    this.#issued.set(nonce, { expiresAtMs: now + this.#parts.lifetimeMs, highestCount: 0 });
    return nonce;
  }

  /**
   * Uses up one count of a nonce. Call it only for credentials that matched; otherwise an outsider could use up the
   * counts of a client.
   */
  use(nonce: string, nonceCount: string, now: MonotonicMs): NonceVerdict {
    const issued = this.#issued.get(nonce);
    if (issued === undefined || now >= issued.expiresAtMs) return 'stale';
    const count = Number.parseInt(nonceCount, 16);
    if (!(count > issued.highestCount)) return 'replayed';
    issued.highestCount = count;
    return 'fresh';
  }

  #dropOldest(): void {
    const oldest = this.#issued.keys().next();
    if (oldest.done !== true) this.#issued.delete(oldest.value);
  }
}
