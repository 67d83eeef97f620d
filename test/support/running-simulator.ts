import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../build/simulator.js', import.meta.url));
const START_TIMEOUT_MS = 20_000;

export interface Led {
  readonly state: 'dark' | 'lit' | 'blinking';
  readonly pattern: { readonly name: string };
}

/**
 * What a person at one handset can do, see and hear. Every wait has a time limit; when it is over, the test fails and
 * shows what was there instead.
 */
export class HandsetAtHand {
  readonly name: string;
  readonly #base: string;

  constructor(base: string, name: string) {
    this.name = name;
    this.#base = `${base}api/handsets/${name}`;
  }

  async tap(...keys: readonly string[]): Promise<void> {
    await this.#post('keys', { tap: keys });
  }

  async type(text: string): Promise<void> {
    await this.#post('keys', { type: text });
  }

  async hold(key: string, holdMs: number): Promise<void> {
    await this.#post('keys', { hold: key, holdMs });
  }

  async power(on: boolean): Promise<void> {
    await this.#post('power', { on });
  }

  async cable(plugged: boolean): Promise<void> {
    await this.#post('cable', { plugged });
  }

  async until(state: string, timeoutMs = 15_000): Promise<void> {
    await this.#get(`?until=${state}&timeoutMs=${timeoutMs}`);
  }

  async led(until: string, timeoutMs = 5_000): Promise<Led> {
    return (await this.#get(`/led?until=${until}&timeoutMs=${timeoutMs}`)) as Led;
  }

  async ledNow(): Promise<Led> {
    return (await this.#get('/led')) as Led;
  }

  /** The sounds after the given ordinal, each with its name. */
  async sounds(
    after = 0,
  ): Promise<readonly { readonly ordinal: number; readonly pattern: { readonly name: string } }[]> {
    return ((await this.#get(`/buzzer?after=${after}`)) as { sounds: [] }).sounds;
  }

  /** Waits for a sound after the given ordinal, and returns its name. */
  async heard(after = 0): Promise<string> {
    const { sounds } = (await this.#get(`/buzzer?after=${after}&until=sounded`)) as {
      sounds: readonly { readonly pattern: { readonly name: string } }[];
    };
    return sounds[0]?.pattern.name ?? '';
  }

  /** Waits until a line of the screen contains the words, and returns all lines. */
  async shows(words: string, timeoutMs = 5_000): Promise<readonly string[]> {
    const text = (await this.#get(`/text?contains=${encodeURIComponent(words)}&timeoutMs=${timeoutMs}`)) as {
      lines: readonly string[];
    };
    return text.lines;
  }

  async lines(): Promise<readonly string[]> {
    return ((await this.#get('/text')) as { lines: readonly string[] }).lines;
  }

  /** The text of what has the focus. */
  async focused(): Promise<string> {
    return ((await this.#get('/text')) as { focused: string }).focused;
  }

  /** The text before the cursor in the field of a message; null while nothing is being written. */
  async field(): Promise<string | null> {
    return ((await this.#get('/text')) as { field: { textBefore: string } | null }).field?.textBefore ?? null;
  }

  /** Waits until the field of a message has the focus. */
  async writes(): Promise<void> {
    // Also in hooks, where `expect.poll` is not allowed.
    await vi.waitUntil(async () => (await this.field()) !== null, { timeout: 5_000 });
  }

  /**
   * Goes from any view to the thread with a contact, as a person would: Home, typing the name, Enter, Enter.
   */
  async openThread(contact: string): Promise<void> {
    await this.goHome();
    await this.type(contact);
    await this.tap('Enter');
    await this.shows('Write a message');
    await this.tap('Enter');
    await this.writes();
  }

  async goHome(): Promise<void> {
    for (let steps = 0; steps < 8; steps += 1) {
      const lines = await this.lines();
      if (lines.includes('History') && lines.includes('Contacts')) {
        await this.tap('Up');
        return;
      }
      await this.tap('Back');
    }
    throw new Error(`${this.name} does not come home: ${(await this.lines()).join(' / ')}`);
  }

  /** Goes from any view to History; its first row has the focus. */
  async openHistory(): Promise<void> {
    await this.goHome();
    for (let steps = 0; (await this.focused()) !== 'History'; steps += 1) {
      if (steps === 8) throw new Error(`${this.name} does not find History: ${(await this.lines()).join(' / ')}`);
      await this.tap('Down');
    }
    await this.tap('Enter');
    await this.shows('type to search');
  }

  /** Types into the open thread and sends. */
  async send(text: string): Promise<void> {
    await this.type(text);
    await this.tap('Enter');
  }

  async #get(path: string): Promise<unknown> {
    return answered(await fetch(`${this.#base}${path}`), `${this.name}${path}`);
  }

  async #post(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.#base}/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answered(response, `${this.name}/${path} ${JSON.stringify(body)}`);
  }
}

async function answered(response: Response, what: string): Promise<unknown> {
  const value: unknown = await response.json();
  expect(response.status, `${what}: ${JSON.stringify(value)}`).toBe(200);
  return value;
}

/** The product as `make run` starts it, on free ports and in the test's own folder. */
export class RunningSimulator {
  readonly folder: string;
  readonly #args: readonly string[];
  #process: ChildProcess | null = null;
  #address = '';
  #printed = '';

  constructor(args: readonly string[] = []) {
    this.folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    this.#args = args;
  }

  get address(): string {
    return this.#address;
  }

  /** Everything that the product printed, for the message of a failed test. */
  get printed(): string {
    return this.#printed;
  }

  handset(name: string): HandsetAtHand {
    return new HandsetAtHand(this.#address, name);
  }

  async start(): Promise<void> {
    this.#printed = '';
    const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--data', this.folder, ...this.#args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const collect = (chunk: Buffer): void => {
      this.#printed += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`the simulator did not start:\n${this.#printed}`));
      }, START_TIMEOUT_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        reject(new Error(`the simulator ended:\n${this.#printed}`));
      });
      child.stdout.on('data', () => {
        const address = /Open (http:\S+) /.exec(this.#printed)?.[1];
        if (address === undefined) return;
        clearTimeout(timer);
        this.#address = address;
        resolve();
      });
    });
  }

  /** Starts it, and gives its two handsets once they have registered. */
  async startBoth(): Promise<{ readonly alice: HandsetAtHand; readonly bob: HandsetAtHand }> {
    await this.start();
    const both = { alice: this.handset('alice'), bob: this.handset('bob') };
    for (const handset of Object.values(both)) await handset.until('registered');
    return both;
  }

  /** Interrupts it like Ctrl-C, and returns the exit status. */
  async interrupt(): Promise<number | null> {
    const child = this.#process;
    if (child === null) return null;
    this.#process = null;
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.kill('SIGINT');
    return (await exited)[0];
  }

  /** Ends it if it still runs, and removes its data. */
  async remove(): Promise<void> {
    await this.interrupt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
