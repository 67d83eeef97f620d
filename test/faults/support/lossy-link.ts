import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { CablePlugTarget } from '../../../src/simulator/bench/cable-plug.ts';
import { SeededRandom } from '../../../src/simulator/hand/seeded-random.ts';

/** How bad it is. All zero: a link like any other. */
export interface LinkQuality {
  /** Each way. */
  readonly delayMs: number;
  /** 0…1: so many of the segments are lost, and TCP sends them again after its timeout; all behind them wait. */
  readonly loss: number;
  /** 0…1: at so many of the segments the connection is reset, as by a NAT that forgot it. */
  readonly resets: number;
}

export const GOOD_LINK: LinkQuality = { delayMs: 0, loss: 0, resets: 0 };
/** RFC 6298 §2: the first retransmission timeout is 1 s, and doubles. */
const RETRANSMISSION_MS = 1_000;

/**
 * A way to the relay that delays and loses: what `tc netem delay … loss …` does to TCP, as far as the two ends can see it, for machines
 * whose kernel has no netem.
 */
export class LossyLink {
  readonly #target: CablePlugTarget;
  readonly #random: SeededRandom;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  quality = GOOD_LINK;
  /** Segments that were lost, and connections that were reset. */
  readonly counted = { segments: 0, lost: 0, resets: 0 };

  constructor(target: CablePlugTarget, seed: number) {
    this.#target = target;
    this.#random = new SeededRandom(seed);
  }

  get port(): number {
    return (this.#server?.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Called once. */
  async open(): Promise<void> {
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
      const far = connect({ ...this.#target, noDelay: true, allowHalfOpen: true });
      this.#carry(near, far);
      this.#carry(far, near);
    });
    this.#server.listen({ port: 0, host: '127.0.0.1' });
    await once(this.#server, 'listening');
  }

  close(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    let freeAtMs = 0;
    const later = (deliver: () => void): void => {
      freeAtMs = Math.max(freeAtMs, performance.now() + this.#delayMs());
      const waitMs = freeAtMs - performance.now();
      if (waitMs <= 0) deliver();
      else setTimeout(deliver, waitMs);
    };
    from.on('data', (segment: Buffer) => {
      this.counted.segments += 1;
      if (this.#random.fraction() < this.quality.resets) {
        this.counted.resets += 1;
        from.destroy();
        to.destroy();
        return;
      }
      later(() => {
        if (!to.destroyed) to.write(segment);
      });
    });
    from.on('end', () => {
      later(() => to.end());
    });
    from.on('error', () => undefined);
    from.on('close', (hadError) => {
      this.#sockets.delete(from);
      later(() => {
        if (hadError) to.destroy();
        else to.destroySoon();
      });
    });
  }

  #delayMs(): number {
    let delayMs = this.quality.delayMs;
    for (let timeoutMs = RETRANSMISSION_MS; this.#random.fraction() < this.quality.loss; timeoutMs *= 2) {
      this.counted.lost += 1;
      delayMs += timeoutMs;
    }
    return delayMs;
  }
}
