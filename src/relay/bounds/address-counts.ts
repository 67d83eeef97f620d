import { networkOf } from './network-of.ts';

/** How many open connections each network address has. An address is forgotten when its last connection ends. */
export class AddressCounts {
  readonly #counts = new Map<string, number>();

  /** Number of addresses that have an open connection. */
  get size(): number {
    return this.#counts.size;
  }

  of(address: string): number {
    return this.#counts.get(networkOf(address)) ?? 0;
  }

  add(address: string): void {
    this.#counts.set(networkOf(address), this.of(address) + 1);
  }

  remove(address: string): void {
    const left = this.of(address) - 1;
    if (left > 0) this.#counts.set(networkOf(address), left);
    else this.#counts.delete(networkOf(address));
  }
}
