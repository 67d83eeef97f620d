import { fileURLToPath } from 'node:url';
import { boards } from '../../../board/boards.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';
import { CablePlug } from '../../../src/simulator/bench/cable-plug.ts';
import { ForkLauncher } from '../../../src/simulator/bench/fork-launcher.ts';
import { systemMonotonicMs } from '../../../src/simulator/wire/protocol.ts';
import { SimulatedHandset } from '../../../src/simulator/bench/simulated-handset.ts';
import { SimulatorServer } from '../../../src/simulator/http/simulator-server.ts';
import type { PageAsset } from '../../../src/simulator/http/page-assets.ts';

export interface ScriptedSimulator {
  readonly url: string;
  readonly port: number;
  readonly handsets: readonly SimulatedHandset[];
  readonly failures: readonly string[];
  get(path: string): Promise<{ status: number; value: unknown }>;
  post(path: string, body: unknown): Promise<{ status: number; value: unknown }>;
  stop(): Promise<void>;
}

/** The simulator with handsets that are scripted-handset.ts, each in its process. */
export async function startScriptedSimulator(
  boardNames: readonly string[],
  assets: ReadonlyMap<string, PageAsset> = new Map(),
): Promise<ScriptedSimulator> {
  const clock = new SystemClock();
  const handsets: SimulatedHandset[] = [];
  for (const [index, boardName] of boardNames.entries()) {
    const cable = new CablePlug({ host: '127.0.0.1', port: 9 });
    const title = ['Alice', 'Bob', 'Carol'][index] ?? `Handset ${index}`;
    const name = title.toLowerCase();
    const modulePath = fileURLToPath(new URL('scripted-handset.ts', import.meta.url));
    const launcher = new ForkLauncher({ modulePath, args: [boardName], execArgv: [], env: process.env });
    const address = `sip:${name}@relay.test`;
    const board = boards[boardName];
    if (board === undefined) throw new Error(`no board ${boardName}`);
    await cable.open();
    handsets.push(
      new SimulatedHandset({
        name,
        title,
        address,
        board,
        launcher,
        cable,
        clock,
        systemNowMs: systemMonotonicMs,
        seed: index,
      }),
    );
  }
  const failures: string[] = [];
  const log = {
    info: () => undefined,
    warn: (code: string) => void failures.push(code),
    error: (code: string, _facts?: unknown, cause?: unknown) => void failures.push(`${code}: ${String(cause)}`),
  };
  const registered = () => handsets.filter((handset) => handset.mirror.link === 'registered').length;
  const relay = { facts: () => ({ address: '127.0.0.1:5061', tlsVersion: 'TLSv1.3', registered: registered() }) };
  const server = new SimulatorServer({ handsets, relay, clock, systemNowMs: systemMonotonicMs, log, assets });
  const port = await server.listen(0);
  for (const handset of handsets) await handset.powerOn();
  const url = `http://127.0.0.1:${port}`;
  const answer = async (response: Response) => ({ status: response.status, value: await response.json() });
  return {
    url,
    port,
    handsets,
    failures,
    get: async (path) => answer(await fetch(`${url}/api/${path}`)),
    post: async (path, body) => {
      const headers = { 'Content-Type': 'application/json' };
      return answer(await fetch(`${url}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
    },
    stop: async () => {
      await Promise.all(handsets.map((handset) => handset.stop()));
      await server.close();
    },
  };
}
