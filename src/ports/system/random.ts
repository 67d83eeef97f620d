/** Unpredictable bytes for message ids, tags, nonces, back-off. */
export interface Random {
  /** `byteCount` is 1…65,536. */
  bytes(byteCount: number): Uint8Array;
  /** Uniform in [0, 1). */
  fraction(): number;
}
