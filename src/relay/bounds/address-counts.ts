import { networkOf } from './network-of.ts';

/** How many connections stand from each network address. An address is forgotten with its last one. */
export class AddressCounts {
  readonly #counts = new Map<string, number>();

  /** Addresses that are remembered. */
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
