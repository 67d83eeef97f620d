import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A connection through the cable: `near` is the handset's end, `far` the relay's. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

export interface CablePlugTarget {
  readonly host: string;
  readonly port: number;
}

/**
 * A handset's network cable: a TCP proxy on 127.0.0.1 that can be pulled. While it is pulled, bytes and ends of
 * connections wait and neither side is told anything, as with a real cable; new connections are refused. When it is
 * plugged in again, what TCP would have kept is delivered, and a side that went away meanwhile is reported as gone.
 */
export class CablePlug {
  readonly #target: CablePlugTarget;
  readonly #pairs = new Set<Pair>();
  #server: Server | null = null;
  #port = 0;
  #plugged = true;

  constructor(target: CablePlugTarget) {
    this.#target = target;
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  /** The port on 127.0.0.1 at which the handset reaches the relay; 0 before `open`. */
  get port(): number {
    return this.#port;
  }

  /** Listens on a port that the kernel chooses. Called once. */
  async open(): Promise<void> {
    if (this.#port !== 0) throw new Error('the cable is open already');
    this.#port = await this.#listen();
  }

  pull(): Promise<void> {
    if (!this.#plugged) return Promise.resolve();
    this.#plugged = false;
    this.#server?.close();
    this.#server = null;
    for (const pair of this.#pairs) hold(pair);
    return Promise.resolve();
  }

  /** Rejects when another program has taken the port since the cable was pulled. */
  async plug(): Promise<void> {
    if (this.#plugged) return;
    await this.#listen();
    this.#plugged = true;
    for (const pair of this.#pairs) {
      if (pair.near.destroyed || pair.far.destroyed) this.#end(pair);
      else flow(pair);
    }
  }

  /** Ends all connections and frees the port. Idempotent. */
  close(): void {
    this.#server?.close();
    this.#server = null;
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    this.#pairs.clear();
  }

  async #listen(): Promise<number> {
    const server = createServer({ noDelay: true, pauseOnConnect: true, allowHalfOpen: true }, (near) => {
      this.#join(near);
    });
    server.listen({ port: this.#port, host: '127.0.0.1' });
    await once(server, 'listening');
    this.#server = server;
    return (server.address() as AddressInfo).port;
  }

  #join(near: Socket): void {
    const far = connect({ ...this.#target, noDelay: true, allowHalfOpen: true });
    const pair = { near, far };
    this.#pairs.add(pair);
    for (const end of [near, far]) {
      // The event 'close' tells the other side of a reset, as of every other end.
      end.on('error', () => undefined);
      end.on('close', () => {
        if (this.#plugged) this.#end(pair);
      });
    }
    if (this.#plugged) flow(pair);
  }

  /** One side is gone. The other gets the bytes that are still on their way, and then the end. */
  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.near.destroySoon();
    pair.far.destroySoon();
  }
}

function flow({ near, far }: Pair): void {
  near.pipe(far);
  far.pipe(near);
}

function hold({ near, far }: Pair): void {
  near.unpipe(far);
  far.unpipe(near);
  near.pause();
  far.pause();
}
