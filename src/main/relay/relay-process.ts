import { fork, type ChildProcess } from 'node:child_process';
import { RELAY_NODE_FLAGS, SPARING_ENVIRONMENT } from '../config/node-flags.ts';
import { trustedEnvironment } from '../machine/trusted-environment.ts';
import type { RelayOrder, RelayReport } from './relay-messages.ts';

/** The relay needs less than this to store what is under way. */
const STOP_TIMEOUT_MS = 5_000;
const START_TIMEOUT_MS = 20_000;

/** The relay in a process of its own. */
export interface RelayProcess {
  readonly host: string;
  readonly port: number;
  registered(): number;
  /** TLS version of the newest connection, in Node's spelling; null before the first. */
  tlsVersion(): string | null;
  /** Settles with the reason when the relay ends without being asked to. Never rejects. */
  readonly crashed: Promise<string>;
  /** Lets the relay stop in good order, and ends it by force after 5 s. */
  stop(): Promise<void>;
}

/** Starts the relay and waits until it listens; rejects with the reason when it cannot. */
export async function startRelayProcess(
  modulePath: string,
  configFile: string,
  onChange: () => void,
): Promise<RelayProcess> {
  const child = fork(modulePath, ['--config', configFile], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...RELAY_NODE_FLAGS, ...process.execArgv],
    env: { ...trustedEnvironment(process.env), ...SPARING_ENVIRONMENT },
    // In its own process group, so that Ctrl-C reaches only the parent, which stops the relay after the handsets.
    detached: true,
  });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `it ended with status ${code ?? 'unknown'}` : `it was ended by ${signal}`);
    });
  });
  let counted = { registered: 0, tlsVersion: null as string | null };
  child.on('message', (message) => {
    const report = message as unknown as RelayReport;
    if (report.kind !== 'counted') return;
    counted = report;
    onChange();
  });
  const { host, port } = await listening(child, exited);
  return {
    host,
    port,
    registered: () => counted.registered,
    tlsVersion: () => counted.tlsVersion,
    crashed: exited,
    stop: () => stopped(child, exited),
  };
}

async function listening(
  child: ChildProcess,
  exited: Promise<string>,
): Promise<{ readonly host: string; readonly port: number }> {
  let timer: NodeJS.Timeout | undefined;
  const reported = new Promise<{ host: string; port: number }>((resolve, reject) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`it did not listen within ${START_TIMEOUT_MS / 1_000} s`));
    }, START_TIMEOUT_MS);
    child.on('message', (message) => {
      const report = message as unknown as RelayReport;
      if (report.kind === 'listening') resolve(report);
      if (report.kind === 'failed') reject(new Error(report.message));
    });
    void exited.then((how) => {
      reject(new Error(how));
    });
  });
  try {
    return await reported;
  } finally {
    clearTimeout(timer);
  }
}

async function stopped(child: ChildProcess, exited: Promise<string>): Promise<void> {
  const order: RelayOrder = { kind: 'stop' };
  if (child.connected) child.send(order);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}
