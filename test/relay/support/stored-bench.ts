import { AesGcmSealer } from '../../../src/crypto/keys/aes-gcm-sealer.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { Acquaintances } from '../../../src/relay/bounds/acquaintances.ts';
import { HeldUsage } from '../../../src/relay/bounds/held-usage.ts';
import { Quotas } from '../../../src/relay/bounds/quotas.ts';
import { RELAY_LIMITS } from '../../../src/relay/bounds/relay-limits.ts';
import { StrangerBudget } from '../../../src/relay/bounds/stranger-budget.ts';
import type { EndToEndMessage } from '../../../src/relay/message/end-to-end-message.ts';
import { RelayAge } from '../../../src/relay/storage/relay-age.ts';
import { StoredMessages } from '../../../src/relay/storage/stored-messages.ts';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { addressOf, RecordingLog } from './relay-rig.ts';

/** The relay's stored messages over a queue in memory. */
export class StoredBench {
  readonly clock = new VirtualClock();
  readonly queue = new MemoryRelayQueue();
  readonly log = new RecordingLog();
  readonly sealer = new AesGcmSealer(
    { current: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) },
    new NodeRandom(),
  );
  readonly held = new HeldUsage(this.queue);
  readonly stored: StoredMessages;

  constructor() {
    const { clock, queue, log, sealer, held } = this;
    const strangers = new StrangerBudget(RELAY_LIMITS, 60);
    this.stored = new StoredMessages({
      ...{ queue, sealer, held, clock, log },
      age: new RelayAge({ queue, clock, log, uptime: () => null }),
      quotas: new Quotas({ limits: RELAY_LIMITS, held, acquaintances: new Acquaintances(), strangers }),
      faultPoint: () => undefined,
      onStored: () => undefined,
    });
  }
}

/** From Alice to Bob. */
export function storedText(text: string): EndToEndMessage {
  const between = { from: addressOf('alice'), to: addressOf('bob') };
  return { ...between, fields: [], body: Buffer.from(text), hopsLeft: 1, isRelayReport: false };
}
