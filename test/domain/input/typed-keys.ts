import { KeyPipeline, type KeyOutput } from '../../../src/domain/input/key-pipeline.ts';
import type { Command, InputEvent } from '../../../src/domain/input/input-event.ts';
import type { KeyMap, KeyName } from '../../../src/domain/keys/key-map.ts';
import { monotonicMs } from '../../../src/domain/time.ts';

/** Where a key sits in the matrix. */
export function contactOf(keyMap: KeyMap, key: KeyName): number {
  const contact = keyMap.keys.indexOf(key);
  if (contact < 0) throw new Error(`no key ${key} on this board`);
  return contact;
}

/** Presses and releases keys cleanly on a pipeline, with a clock of its own, and keeps all that comes out. */
export class TypedKeys {
  readonly pipeline: KeyPipeline;
  readonly outputs: KeyOutput[] = [];
  readonly #keyMap: KeyMap;
  readonly #down = new Set<number>();
  nowMs = 0;

  constructor(keyMap: KeyMap, debounceMs = 5) {
    this.#keyMap = keyMap;
    this.pipeline = new KeyPipeline(keyMap, debounceMs);
  }

  down(key: KeyName): this {
    this.#down.add(contactOf(this.#keyMap, key));
    return this.#sample();
  }

  up(key: KeyName): this {
    this.#down.delete(contactOf(this.#keyMap, key));
    return this.#sample();
  }

  wait(ms: number): this {
    this.nowMs += ms;
    this.outputs.push(...this.pipeline.tick(monotonicMs(this.nowMs)));
    return this;
  }

  /** Each key in turn: `holdMs` down, 40 ms up. */
  press(keys: readonly KeyName[], holdMs = 40): this {
    for (const key of keys) this.down(key).wait(holdMs).up(key).wait(40);
    return this;
  }

  get events(): InputEvent[] {
    return this.outputs.flatMap((output) => (output.kind === 'input' ? [output.event] : []));
  }

  get commands(): Command[] {
    return this.events.flatMap((event) => (event.kind === 'command' ? [event.command] : []));
  }

  /** The text in the field if it only knew typing, replacing and deleting a character. */
  get text(): string {
    let text: string[] = [];
    for (const event of this.events) {
      if (event.kind === 'text') text.push(...Array.from(event.text));
      else if (event.kind === 'replace') text = [...text.slice(0, -1), ...Array.from(event.text)];
      else if (event.kind === 'command' && event.command === 'backspace') text.pop();
    }
    return text.join('');
  }

  #sample(): this {
    const closed = [...this.#down].sort((one, other) => one - other);
    this.outputs.push(...this.pipeline.sample({ atMs: monotonicMs(this.nowMs), closed }));
    return this;
  }
}
