// The simulator as a program: starts the relay, the handsets and the page, and stops them when asked.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boards } from '../../board/boards.ts';
import type { Clock } from '../ports/system/clock.ts';
import { simulatedParts } from './handset/devices/simulated-parts.ts';
import type { FolderFailure } from './machine/data-folder.ts';
import { lockFolder, type AlreadyRunning } from './machine/instance-lock.ts';
import { LineLog } from './machine/log/line-log.ts';
import { readOptions } from './config/command-line.ts';
import { portNumber } from './config/port-number.ts';
import { startRelayProcess, type RelayProcess } from './relay/relay-process.ts';
import { plugDevice, type SimulatedDevice } from './simulator/simulated-device.ts';
import { anotherPort, DEFAULT_PAGE_PORT, relayPortBeside } from './simulator/simulator-ports.ts';
import { SIMULATED_OWNERS, SimulatorData } from './simulator/simulator-data.ts';
import { explainTableFailure, laySimulatorTable, type SimulatorTable } from './simulator/simulator-table.ts';
import { SystemClock } from './machine/time/system-clock.ts';
import { untilAskedToStop } from './machine/stop-signal.ts';

const RELAY_PROGRAM = fileURLToPath(new URL('relay.js', import.meta.url));
const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));

interface SimulatorOptions {
  readonly port: number;
  readonly board: string;
  readonly folder: string;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function optionsOf(args: readonly string[]): SimulatorOptions {
  const read = readOptions(
    'simulator',
    [
      {
        name: 'port',
        value: 'PORT',
        meaning: `of the web page, ${DEFAULT_PAGE_PORT} when not given, 0 for a free one; the relay has the next`,
      },
      { name: 'board', value: 'BOARD', meaning: Object.keys(boards).join(' or ') },
      { name: 'data', value: 'FOLDER', meaning: 'where everything is kept, var/ of the project when not given' },
    ],
    args,
  );
  if (!read.ok) fail(read.error);
  const { port: page = String(DEFAULT_PAGE_PORT), board = 'simulator', data = `${PROJECT_FOLDER}var` } = read.value;
  const port = portNumber(page) ?? fail(`PORT must be 0 to 65535, not "${page}"`);
  const simulated = Object.values(boards).filter((one) => simulatedParts(one) === 'all');
  const names = simulated.map(({ name }) => name);
  if (!names.includes(board)) fail(`BOARD must be one of ${names.join(', ')}, not "${board}"`);
  return { port, board, folder: resolve(data) };
}

async function plugDevices(
  data: SimulatorData,
  board: string,
  relay: RelayProcess,
  clock: Clock,
): Promise<readonly SimulatedDevice[]> {
  return Promise.all(
    SIMULATED_OWNERS.map(({ name, user }, index) =>
      plugDevice({
        name: user,
        title: name,
        configFile: data.writeHandsetConfig(user, board, relay),
        clock,
        seed: index + 1,
      }),
    ),
  );
}

async function start(options: SimulatorOptions): Promise<{ table: SimulatorTable; relay: RelayProcess }> {
  const clock = new SystemClock();
  const data = new SimulatorData(options.folder);
  let table: SimulatorTable | null = null;
  const relayConfig = data.writeRelayConfig(relayPortBeside(options.port));
  const relay = await startRelayProcess(RELAY_PROGRAM, relayConfig, () => table?.relayChanged());
  try {
    const devices = await plugDevices(data, options.board, relay, clock);
    table = await laySimulatorTable({
      devices,
      relayFacts: () => ({
        address: `${relay.host}:${relay.port}`,
        tlsVersion: relay.tlsVersion(),
        registered: relay.registered(),
      }),
      port: options.port,
      clock,
      log: new LineLog('simulator', (line) => process.stderr.write(`${line}\n`)),
    });
    return { table, relay };
  } catch (error) {
    await relay.stop();
    throw error;
  }
}

/** One line for the person at the terminal. */
function explain(error: unknown, { port }: SimulatorOptions): string {
  const why = explainTableFailure(error, port, 'make run PORT=');
  // The relay names the port that it cannot have, and knows nothing of how it got it.
  return why.includes(`:${relayPortBeside(port)}: `) ? `${why}, as with make run PORT=${anotherPort(port)}` : why;
}

function refusal(why: AlreadyRunning | FolderFailure): string {
  if (!('processId' in why)) return `${why.path}: ${why.code}: ${why.cure} with node build/simulator.js --data FOLDER`;
  const { processId, address, path } = why;
  const where = address === null ? '' : `: open ${address}`;
  return `It runs already (process ${processId})${where}\nIf that process is another program, remove ${path}`;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const lock = lockFolder(options.folder);
  if (!lock.ok) fail(refusal(lock.error));
  const stopAsked = untilAskedToStop();
  process.stdout.write('Starting the relay and two handsets ...\n');
  try {
    const { table, relay } = await start(options);
    lock.value.publish(table.address);
    process.stdout.write(
      `Open ${table.address} and type, from Home: bob, Enter, Enter, a message, Enter. ` +
        'Ctrl-C ends it, and nothing is lost. Its keys, passwords and CA lie beside its data: for trying only.\n',
    );
    const why = await Promise.race([stopAsked, relay.crashed]);
    if (why !== null) process.stderr.write(`The relay is gone: ${why}. Start again: nothing is lost.\n`);
    await table.close();
    await relay.stop();
    process.exitCode = why === null ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${explain(error, options)}\n`);
    process.exitCode = 1;
  } finally {
    lock.value.release();
  }
}

void main();
