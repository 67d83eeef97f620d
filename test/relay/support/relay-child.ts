// A relay in a process of its own, run by a test. Its one argument is JSON (ChildOptions); tells its port on standard output. At the
// named fault point, on its n-th passing, it kills itself as a power cut would.
import { writeSync } from 'node:fs';
import { AesGcmSealer } from '../../../src/crypto/keys/aes-gcm-sealer.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';
import { systemUptime } from '../../../src/main/machine/time/system-uptime.ts';
import { epochMs, type EpochMs } from '../../../src/domain/time.ts';
import { FixedAccountDirectory } from '../../../src/relay/access/account-directory.ts';
import type { FaultPointName } from '../../../src/relay/storage/fault-point.ts';
import { createRelay, type EmbeddedRelayConfig } from '../../../src/relay/relay.ts';
import { openRelayQueue } from '../../../src/store/relay/open-relay-queue.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';

export interface ChildOptions {
  readonly config: EmbeddedRelayConfig;
  readonly queuePath: string;
  readonly users: readonly string[];
  /** How far somebody has set the wall clock ahead; negative: back. */
  readonly wallAheadMs?: number;
  readonly killAt?: { readonly name: FaultPointName; readonly passing: number };
}

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

class SetClock extends SystemClock {
  readonly #aheadMs: number;

  constructor(aheadMs: number) {
    super();
    this.#aheadMs = aheadMs;
  }

  override wallMs(): EpochMs {
    return epochMs(super.wallMs() + this.#aheadMs);
  }
}

async function main({ config, queuePath, users, wallAheadMs = 0, killAt }: ChildOptions): Promise<void> {
  const opened = openRelayQueue({ path: queuePath, key: KEY });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  if (opened.value.lostChanges !== null) throw new Error('the queue lost changes');
  const random = new NodeRandom();
  let passings = 0;
  const relay = createRelay({
    config,
    queue: opened.value.queue,
    instances: opened.value.instances,
    sealer: new AesGcmSealer({ current: 1, keys: new Map([[1, KEY]]) }, random),
    accounts: new FixedAccountDirectory(
      config.sipDomain,
      users.map((user) => {
        const address = `sip:${user}@${config.sipDomain}` as PeerAddress;
        return { username: user, password: `pw-${user}`, address };
      }),
    ),
    clock: new SetClock(wallAheadMs),
    uptime: systemUptime,
    random,
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (code, _facts, cause) => writeSync(2, `${code} ${String(cause)}\n`),
    },
    faultPoint: (name) => {
      if (name !== killAt?.name) return;
      passings += 1;
      if (passings >= killAt.passing) process.kill(process.pid, 'SIGKILL');
    },
  });
  const { port } = await relay.start();
  writeSync(1, `${port}\n`);
  process.once('SIGTERM', () => {
    void relay.stop().then(() => {
      opened.value.queue.close();
      process.exit(0);
    });
  });
}

void main(JSON.parse(process.argv[2] ?? '{}') as ChildOptions);
