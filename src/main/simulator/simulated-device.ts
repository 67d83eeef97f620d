import { fileURLToPath } from 'node:url';
import type { Clock } from '../../ports/system/clock.ts';
import { CablePlug, type CablePlugTarget } from '../../simulator/bench/cable-plug.ts';
import { ForkLauncher } from '../../simulator/bench/fork-launcher.ts';
import { systemMonotonicMs } from '../../simulator/wire/protocol.ts';
import { SimulatedHandset } from '../../simulator/bench/simulated-handset.ts';
import { HANDSET_NODE_FLAGS, SPARING_ENVIRONMENT } from '../config/node-flags.ts';
import { readHandsetConfig } from '../config/handset-config.ts';
import { describeFaults } from '../config/config-file.ts';
import { trustedEnvironment } from '../machine/trusted-environment.ts';

/** A simulated handset, and the cable that joins it to its server. */
export interface SimulatedDevice {
  readonly handset: SimulatedHandset;
  /** The server as `host:port`, at the far end of the cable. */
  readonly server: string;
  close(): Promise<void>;
}

export interface SimulatedDeviceParts {
  readonly name: string;
  readonly title: string;
  readonly configFile: string;
  readonly clock: Clock;
  readonly seed: number;
}

/** The program that a device runs. It is the same one as on a real board, and lies beside this file in the bundle. */
const HANDSET_PROGRAM = fileURLToPath(new URL('handset.js', import.meta.url));
const SIP_TLS_PORT = 5061;

/**
 * Puts a handset with that configuration on the simulator's table, its power still off. Throws when the file is faulty.
 */
export async function plugDevice(options: SimulatedDeviceParts): Promise<SimulatedDevice> {
  const config = readHandsetConfig(options.configFile);
  if (!config.ok) throw new Error(describeFaults(config.error));
  const { server, account, board } = config.value;
  const target: CablePlugTarget = { host: server.host ?? server.domain, port: server.port ?? SIP_TLS_PORT };
  const cable = new CablePlug(target);
  await cable.open();
  const handset = new SimulatedHandset({
    name: options.name,
    title: options.title,
    address: account.address,
    board,
    launcher: new ForkLauncher({
      modulePath: HANDSET_PROGRAM,
      args: ['--config', options.configFile, '--name', options.name, '--via', `127.0.0.1:${cable.port}`],
      execArgv: [...HANDSET_NODE_FLAGS, ...process.execArgv],
      env: { ...trustedEnvironment(process.env), ...SPARING_ENVIRONMENT },
    }),
    cable,
    clock: options.clock,
    systemNowMs: systemMonotonicMs,
    seed: options.seed,
  });
  return {
    handset,
    server: `${target.host}:${target.port}`,
    close: async () => {
      await handset.stop();
      cable.close();
    },
  };
}
