import { fork } from 'node:child_process';
import type { HandsetExit, HandsetLauncher, HandsetProcess } from './handset-launcher.ts';
import type { DeviceOrder, DeviceReport } from '../wire/protocol.ts';

export interface ForkLauncherParts {
  /** The module that the process runs; it takes its end of the wire by `new ProcessChannel(process)`. */
  readonly modulePath: string;
  readonly args: readonly string[];
  /** Command-line options for Node itself. */
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs handsets as forked Node processes. Their output goes where the simulator's own goes. */
export class ForkLauncher implements HandsetLauncher {
  readonly #options: ForkLauncherParts;

  constructor(options: ForkLauncherParts) {
    this.#options = options;
  }

  launch(onReport: (report: DeviceReport) => void): HandsetProcess {
    const { modulePath, args, execArgv, env } = this.#options;
    const child = fork(modulePath, args, {
      execArgv: [...execArgv],
      env: { ...env },
      // The structured clone keeps pixels as bytes.
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // So that Ctrl-C in the terminal reaches only the simulator, which then stops its handsets in order.
      detached: true,
    });
    const exited = new Promise<HandsetExit>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve({ code, signal, cause: null });
      });
      child.on('error', (cause) => {
        // An order that could not be sent because the process had ended is no failure; a process that never started is
        // one.
        if (child.pid === undefined) resolve({ code: null, signal: null, cause });
      });
    });
    child.on('message', (message) => {
      onReport(message as unknown as DeviceReport);
    });
    return {
      exited,
      send: (order: DeviceOrder) => {
        if (child.connected) child.send(order);
      },
      kill: () => {
        child.kill('SIGKILL');
      },
    };
  }
}
