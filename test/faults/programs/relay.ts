// The relay as it ships, with its fault points and a clock that may be set. Its one argument is JSON (RelayProgramOptions); it is
// worked over IPC.
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { LineLog } from '../../../src/main/machine/log/line-log.ts';
import { readRelayConfig } from '../../../src/main/config/relay-config.ts';
import { startRelay } from '../../../src/main/relay/start-relay.ts';
import { FaultTrigger } from '../support/fault-trigger.ts';
import type { RelayAnswer, RelayOrder, RelayProgramOptions } from '../support/relay-orders.ts';
import { SettableClock } from '../support/settable-clock.ts';

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

async function main({ configFile, clockOffsetMs, killAt }: RelayProgramOptions): Promise<void> {
  const config = readRelayConfig(configFile);
  if (!config.ok) fail(JSON.stringify(config.error));
  const clock = new SettableClock(clockOffsetMs);
  const trigger = new FaultTrigger(killAt);
  const log = new LineLog('relay', (line) => process.stderr.write(`${line}\n`), { isQuiet: true });
  const running = await startRelay(config.value, {
    clock,
    random: new NodeRandom(),
    log,
    faultPoint: (name) => {
      trigger.pass(name);
    },
  });
  if (!running.ok) fail(`The relay could not start: ${running.error}`);
  const stop = async (): Promise<void> => {
    await running.value.stop();
    process.exit(0);
  };
  process.on('message', (message) => {
    const order = message as RelayOrder;
    if (order.kind === 'stop') void stop();
    if (order.kind === 'setClock') clock.offsetMs = order.offsetMs;
    if (order.kind === 'arm') trigger.arm(order.killAt);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ kind: 'listening', port: running.value.port } satisfies RelayAnswer);
}

await main(JSON.parse(process.argv[2] ?? '{}') as RelayProgramOptions);
