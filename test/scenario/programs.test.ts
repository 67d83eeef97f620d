import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { trustedEnvironment } from '../../src/main/machine/trusted-environment.ts';
import { freePort } from '../support/free-port.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Without what the machine on which the tests run needs to fetch packages. */
const TRUSTED: NodeJS.ProcessEnv = { ...trustedEnvironment(process.env) };

let folder: string;
const started: Program[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'programs-'));
  writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
});
afterEach(async () => {
  for (const program of started.splice(0)) await program.end();
  rmSync(folder, { recursive: true });
});

/** A program with what it printed; it and its children are a process group of their own. */
class Program {
  printed = '';
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = TRUSTED) {
    const child = spawn(command, args, {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.printed += chunk.toString();
      });
    }
    this.#child = child;
    // Closed when the last process that holds its outputs is gone, however deep.
    this.exited = once(child, 'close').then(([code]) => code as number | null);
    started.push(this);
  }

  async prints(words: string): Promise<void> {
    await expect.poll(() => this.printed, { timeout: 20_000 }).toContain(words);
  }

  terminate(): void {
    this.#child.kill('SIGTERM');
  }

  async end(): Promise<void> {
    try {
      process.kill(-(this.#child.pid ?? 0), 'SIGKILL');
    } catch {
      // Nobody of the group is left.
    }
    await this.exited;
  }
}

function write(name: string, value: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value), { mode: 0o600 });
  return file;
}

const relayFile = (dataFolder = 'relay', host = '127.0.0.1'): string =>
  write('relay.json', {
    domain: 'relay.test',
    host,
    port: 0,
    dataFolder,
    accounts: [{ address: 'alice@relay.test', password: 'x' }],
  });

const handsetFile = (dataFolder = 'data'): string =>
  write('handset.json', {
    server: { domain: 'relay.test', ca: 'ca.pem', host: '127.0.0.1', port: 9 },
    account: { address: 'alice@relay.test', password: 'x' },
    board: 'simulator',
    dataFolder,
  });

const npmRun = (name: string, file: string): Program =>
  new Program('npm', ['run', '--silent', name, '--', '--config', file]);
const node = (...args: readonly string[]): Program => new Program(process.execPath, args);

it('SIGTERM to npm ends the relay that it started', async () => {
  const relay = npmRun('relay', relayFile());
  await relay.prints('clients trust');
  relay.terminate();
  await relay.exited;
  expect(relay.printed).toContain('relay.stopped');
  expect(relay.printed.match(/^Stopping \.\.\.$/gm)).toHaveLength(1);
});

it('SIGTERM to npm ends the handset that it started', async () => {
  const handset = npmRun('handset', handsetFile());
  await handset.prints('Open http:');
  handset.terminate();
  await handset.exited;
  expect(handset.printed.match(/^Stopping \.\.\.$/gm)).toHaveLength(1);
});

it('make run says once that it stops, whoever of its processes stops with it', async () => {
  const simulator = node('build/simulator.js', '--port', '0', '--data', folder);
  await simulator.prints('Open http:');
  simulator.terminate();
  expect(await simulator.exited).toBe(0);
  expect(simulator.printed.match(/^Stopping \.\.\.$/gm)).toHaveLength(1);
});

it('each program tells an older Node in one line which Node to take', async () => {
  // The version is only played here; what a real older Node can parse is shown by `make test-newcomer`.
  const older = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.2' } })";
  for (const name of ['handset', 'relay', 'simulator']) {
    const program = node('--import', `data:text/javascript,${older}`, `build/${name}.js`);
    expect(await program.exited).toBe(2);
    expect(program.printed).toMatch(/^This needs Node 24 or later, and this is Node 20\.19\.2\. .*\n$/);
    expect(program.printed).toContain(`node_modules/.bin/node build/${name}.js`);
  }
});

it('make run has its relay at the port after the page, and says what to do when another has it', async () => {
  const port = await freePort();
  const simulator = node('build/simulator.js', '--port', String(port), '--data', folder);
  await simulator.prints(`Open http://127.0.0.1:${port}/`);
  const facts = (await (await fetch(`http://127.0.0.1:${port}/api/relay`)).json()) as { readonly address: string };
  expect(facts.address).toBe(`127.0.0.1:${port + 1}`);
  const second = node('build/simulator.js', '--port', String(port), '--data', join(folder, 'second'));
  expect(await second.exited).toBe(1);
  expect(second.printed).toMatch(new RegExp(`:${port + 1}: another program .*make run PORT=${port + 2}\\b`));
});

it('a second handset on the same folder says so and ends', async () => {
  const file = handsetFile();
  await node('build/handset.js', '--config', file).prints('Open http:');
  const second = node('build/handset.js', '--config', file);
  expect(await second.exited).toBe(2);
  expect(second.printed).toMatch(/could not start: .*in-use/);
  expect(second.printed).not.toContain('Open http:');
});

it("a handset names its page's port when it is taken", async () => {
  const first = node('build/handset.js', '--config', handsetFile());
  await first.prints('Open http:');
  const port = /127\.0\.0\.1:(\d+)/.exec(first.printed)?.[1] ?? '';
  const second = node('build/handset.js', '--config', handsetFile('other'), '--port', port);
  expect(await second.exited).toBe(1);
  expect(second.printed).toContain(`Port ${port} is taken by another program`);
});

it('a handset whose folder is a file names it and the cure', async () => {
  const handset = node('build/handset.js', '--config', handsetFile('ca.pem'));
  await handset.prints(`store.unusable code=not-a-folder path=${join(folder, 'ca.pem')} cure=`);
});

it('a relay and make run whose folder is a file, or cannot be, say so in a line and end', async () => {
  for (const path of [join(folder, 'ca.pem'), '/proc/x']) {
    for (const program of [
      node('build/relay.js', '--config', relayFile(path)),
      node('build/simulator.js', '--port', '0', '--data', path),
    ]) {
      expect(await program.exited).toBe(2);
      expect(program.printed.trim().split('\n')).toHaveLength(1);
      expect(program.printed).toContain(`${path}: `);
    }
  }
});

it('a relay that is told to listen where this machine is not names the cure', async () => {
  // TEST-NET-1 of RFC 5737: nobody's address.
  const relay = node('build/relay.js', '--config', relayFile('relay', '192.0.2.1'));
  expect(await relay.exited).toBe(2);
  expect(relay.printed).toMatch(/cannot listen on 192\.0\.2\.1:0: .*mend host/);
});

it('a relay under make run that cannot start says so once', async () => {
  const simulator = node('build/simulator.js', '--port', '0', '--data', folder);
  await simulator.prints('Open http:');
  simulator.terminate();
  expect(await simulator.exited).toBe(0);
  writeFileSync(join(folder, 'relay', 'keys', 'queue.key'), 'short');
  const again = node('build/simulator.js', '--port', '0', '--data', folder);
  expect(await again.exited).toBe(1);
  expect(again.printed.match(/queue\.key/g)).toHaveLength(1);
  expect(readFileSync(join(folder, 'relay', 'keys', 'queue.key'), 'utf8')).toBe('short');
});
