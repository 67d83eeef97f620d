import { afterEach, beforeAll, beforeEach } from 'vitest';
import { MemoryInstanceBook } from '../../support/memory-store/memory-instance-book.ts';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { makeTestTls, RelayRig, type RigOptions, type TestTls } from './relay-rig.ts';

type RelayOptions = Omit<RigOptions, 'tls' | 'clock'>;

/** A relay on a clock that the test moves. Its queue and its devices outlive the relay. */
class RelayBench {
  tls!: TestTls;
  clock!: VirtualClock;
  queue!: MemoryRelayQueue;
  instances!: MemoryInstanceBook;
  rig!: RelayRig;

  clear(): void {
    this.clock = new VirtualClock();
    this.queue = new MemoryRelayQueue();
    this.instances = new MemoryInstanceBook();
  }

  async start(options: RelayOptions): Promise<void> {
    const { tls, clock, queue, instances } = this;
    this.rig = await RelayRig.start({ tls, clock, queue, instances, ...options });
  }

  /** The same queue and devices under another relay. */
  async restart(options: RelayOptions = {}): Promise<void> {
    await this.rig.stop();
    await this.start(options);
  }
}

/** Called at the top of a file, it makes the bench anew before each of the file's tests. */
export function relayBench(options: RelayOptions = {}): RelayBench {
  const bench = new RelayBench();
  beforeAll(() => {
    bench.tls = makeTestTls();
  });
  beforeEach(async () => {
    bench.clear();
    await bench.start(options);
  });
  afterEach(() => bench.rig.stop());
  return bench;
}
