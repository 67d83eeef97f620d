// The relay as a program. Forked by the simulator it also tells how it stands.
import { NodeRandom } from '../crypto/keys/node-random.ts';
import { readOptions } from './config/command-line.ts';
import { describeFaults } from './config/config-file.ts';
import { logCrashes } from './machine/log/crash-log.ts';
import { LineLog } from './machine/log/line-log.ts';
import { readRelayConfig, type RelayConfig } from './config/relay-config.ts';
import type { RelayReport } from './relay/relay-messages.ts';
import { readAccountOrder, runAccountCommand } from './relay/account-command.ts';
import { startRelay } from './relay/start-relay.ts';
import { untilAskedToStop } from './machine/stop-signal.ts';
import { SystemClock } from './machine/time/system-clock.ts';

function report(message: RelayReport): void {
  if (process.connected) process.send?.(message);
}

/** Under the simulator it is the simulator that says it at the terminal. */
function fail(message: string): never {
  if (process.connected) report({ kind: 'failed', message });
  else process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** What an operator should know of a configuration that is good enough for trying. */
function advice({ isTrial, accounts }: RelayConfig): readonly string[] {
  if (isTrial === true) return ['For trying only: who copies its data folder has its keys too ("trial" in its file)'];
  return accounts.length === 0 ? [] : ['Its file holds passwords in clear; "accountsFile" holds none (docs/relay.md)'];
}

/** `relay account …`: changes the accounts file, and ends. */
function accountCommand(args: readonly string[]): never {
  const read = readAccountOrder(args);
  if (!read.ok) fail(read.error);
  const config = readRelayConfig(read.value.configFile);
  if (!config.ok) fail(describeFaults(config.error));
  const done = runAccountCommand(read.value, config.value, new NodeRandom());
  if (!done.ok) fail(`relay account: ${done.error}`);
  process.stdout.write(done.value);
  process.exit(0);
}

async function main(): Promise<void> {
  if (process.argv[2] === 'account') accountCommand(process.argv.slice(3));
  const options = readOptions(
    'relay',
    [{ name: 'config', value: 'FILE', meaning: 'described in docs/relay.md', required: true }],
    process.argv.slice(2),
  );
  if (!options.ok) fail(options.error);
  const config = readRelayConfig(options.value['config'] ?? '');
  if (!config.ok) fail(describeFaults(config.error));
  // From now on: who listens already may be told to stop at any moment.
  const stopAsked = untilAskedToStop();
  // Under the simulator a person reads the terminal; a relay of its own writes for the journal.
  const log = new LineLog('relay', (line) => process.stderr.write(`${line}\n`), { isQuiet: process.connected });
  logCrashes(log);
  const running = await startRelay(config.value, { clock: new SystemClock(), random: new NodeRandom(), log });
  if (!running.ok) fail(`The relay could not start: ${running.error}`);
  const { relay, host, port, authorityPath } = running.value;
  const count = (): void => {
    report({ kind: 'counted', registered: relay.counters.registeredUsers, tlsVersion: relay.tlsVersion });
  };
  relay.onChange(count);
  report({ kind: 'listening', host, port });
  if (!process.connected) {
    process.stdout.write(`Relay for ${config.value.domain} on ${host}:${port}; clients trust ${authorityPath}\n`);
    for (const line of advice(config.value)) process.stdout.write(`${line}\n`);
  }
  await stopAsked;
  await running.value.stop();
  process.exit(0);
}

void main();
