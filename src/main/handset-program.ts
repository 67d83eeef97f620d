// The handset as a program: reads its options, starts, and stops when asked. On a simulated board it is shown on a web
// page of its own.
import { existsSync } from 'node:fs';
import { NodeRandom } from '../crypto/keys/node-random.ts';
import { loadLinuxIo } from 'lvgl-bindings/linux-io';
import { systemdService } from '../hardware/process/systemd-service.ts';
import { ProcessMemory } from '../hardware/process/process-memory.ts';
import type { Result } from '../domain/result.ts';
import { readOptions } from './config/command-line.ts';
import { describeFaults } from './config/config-file.ts';
import { hostAndPort, portNumber } from './config/port-number.ts';
import { readHandsetConfig, type HandsetConfig } from './config/handset-config.ts';
import { logCrashes } from './machine/log/crash-log.ts';
import { LineLog } from './machine/log/line-log.ts';
import { boardNamed } from '../../board/boards.ts';
import { NO_OPERATOR_SETTINGS } from '../domain/settings/settings.ts';
import { openScreenAlone } from './handset/devices/device-screen.ts';
import { FAILED_STARTS_TOLD, runStartFault, STARTED_AFTER_MS } from './handset/run-start-fault.ts';
import { FailedStarts } from './machine/failed-starts.ts';
import type { SystemParts } from './handset/build-handset.ts';
import { runHandset } from './handset/run-handset.ts';
import type { HandsetEnd } from './handset/run-to-end.ts';
import { runUnprovisioned } from './handset/run-unprovisioned.ts';
import { simulatedParts } from './handset/devices/simulated-parts.ts';
import { NO_UPDATES } from '../hardware/update/no-updates.ts';
import { UpdateFolder } from '../hardware/update/update-folder.ts';
import { untilAskedToStop } from './machine/stop-signal.ts';
import { SystemClock } from './machine/time/system-clock.ts';
import { ZoneFiles } from './machine/time/zone-files.ts';
import { WallTimeMark } from './machine/time/wall-time-mark.ts';

interface HandsetOptions {
  readonly file: string;
  /** Where to connect instead of the server that the file names: the simulator's network cable. */
  readonly via: { readonly host: string; readonly port: number } | null;
  /** Null: a configuration that is not there ends the program. */
  readonly board: string | null;
  readonly refusal: string | null;
  readonly failedStarts: FailedStarts;
  /** Null: nobody updates this machine. */
  readonly updates: string | null;
  readonly port: number;
  /** What its log lines begin with. */
  readonly name: string;
}

/** handset.service then switches the machine off (/usr/libexec/handset-power-off). */
const POWER_OFF_STATUS = 90;

function fail(message: string, failedStarts?: FailedStarts): never {
  failedStarts?.say(message);
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function optionsOf(args: readonly string[]): HandsetOptions {
  const options = readOptions(
    'handset',
    [
      { name: 'config', value: 'FILE', meaning: 'described in src/main/README.md', required: true },
      { name: 'port', value: 'PORT', meaning: 'of the web page, on a simulated board; a free one when not given' },
      { name: 'name', value: 'NAME', meaning: 'what its log lines begin with; handset when not given' },
      { name: 'board', value: 'NAME', meaning: 'whose screen says that FILE is not there yet' },
      { name: 'refusal', value: 'FILE', meaning: 'where it is told why provisioning was refused' },
      { name: 'failures', value: 'FILE', meaning: 'where failed starts are counted; the screen of --board tells them' },
      { name: 'updates', value: 'FOLDER', meaning: 'by which the system that installs updates is heard and told' },
      { name: 'via', value: 'HOST:PORT', meaning: 'connect there instead of to the server that FILE names' },
    ],
    args,
  );
  if (!options.ok) fail(options.error);
  const {
    config = '',
    port: page = '0',
    name = 'handset',
    board = null,
    refusal = null,
    failures = null,
    updates = null,
    via,
  } = options.value;
  const pagePort = portNumber(page) ?? fail(`--port must be 0 to 65535, not "${page}"`);
  const failedStarts = new FailedStarts(failures);
  const common = { file: config, port: pagePort, name, board, refusal, failedStarts, updates };
  if (via === undefined) return { ...common, via: null };
  return { ...common, via: hostAndPort(via) ?? fail(`--via must be HOST:PORT, not "${via}"`) };
}

function configOf({ file, via, failedStarts }: HandsetOptions): HandsetConfig {
  const config = readHandsetConfig(file);
  if (!config.ok) fail(describeFaults(config.error), failedStarts);
  return via === null ? config.value : { ...config.value, server: { ...config.value.server, ...via } };
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const { file, board, refusal, failedStarts } = options;
  let parts: SystemParts | null = null;
  const system = (): SystemParts => (parts ??= systemParts(options));
  if (board !== null) await tellFailedStarts(board, options, system);
  if (board !== null && !existsSync(file)) {
    const unprovisioned = { boardName: board, configFile: file, refusalFile: refusal };
    ending(await runUnprovisioned(unprovisioned, system()), system(), failedStarts);
  }
  const config = configOf(options);
  if (simulatedParts(config.board) !== 'none' && process.send === undefined) {
    // Loaded only here: a handset on a real board carries no web server.
    const { simulateHandset } = await import('./simulator/simulate-handset.ts');
    process.exitCode = await simulateHandset(options.file, options.port);
    return;
  }
  ending(await runHandset(config, system()), system(), failedStarts);
}

function systemParts({ name, failedStarts, updates }: HandsetOptions): SystemParts {
  const clock = new SystemClock();
  clock.startTimer(STARTED_AFTER_MS, () => {
    failedStarts.forget();
  });
  const log = new LineLog(name, (line) => process.stderr.write(`${line}\n`));
  logCrashes(log);
  return {
    clock,
    random: new NodeRandom(),
    timeZones: new ZoneFiles(),
    wallTime: new WallTimeMark(),
    memory: new ProcessMemory(log),
    updates: updates === null ? NO_UPDATES : new UpdateFolder(updates, log),
    log,
    service: systemdService({ environment: process.env, loadLinuxIo, log }),
    stopAsked: untilAskedToStop(),
  };
}

/** Ends the process after the screen has told it. Where the screen cannot, the handset is tried once more. */
async function tellFailedStarts(
  boardName: string,
  { file, failedStarts }: HandsetOptions,
  systemOf: () => SystemParts,
): Promise<void> {
  const failed = failedStarts.read();
  const last = failed.at(-1);
  const board = boardNamed(boardName);
  if (last === undefined || failed.length < FAILED_STARTS_TOLD || !board.ok) return;
  const system = systemOf();
  // Now, so that a fault of the screen itself does not keep the handset from being tried.
  failedStarts.forget();
  system.log.error('service.fails-to-start', { times: failed.length, result: last.result, status: last.status });
  const config = readHandsetConfig(file);
  const told = await runStartFault({
    ...system,
    last,
    keyMap: board.value.keypad.keyMap,
    settings: config.ok ? config.value.settings : NO_OPERATOR_SETTINGS,
    openScreen: (settings) => openScreenAlone(board.value, { ...system, settings }),
  });
  if (told.ok) process.exit(0);
}

function ending(ended: Result<HandsetEnd, string>, { updates }: SystemParts, failedStarts?: FailedStarts): never {
  updates.close();
  if (!ended.ok) fail(ended.error, failedStarts);
  process.exit(ended.value === 'power-off' ? POWER_OFF_STATUS : 0);
}

void main();
