import type { Command, InputEvent, InputMode } from '../../src/domain/input/input-event.ts';
import type { FieldKind } from '../../src/domain/input/input-field.ts';
import type { KeyEvent } from '../../src/domain/keys/key-events.ts';
import type { KeyMap, KeyName } from '../../src/domain/keys/key-map.ts';
import { KeyPipeline } from '../../src/domain/keys/key-pipeline.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { WrittenField } from './written-field.ts';

/** The key's index in the matrix. */
export function contactOf(keyMap: KeyMap, key: KeyName): number {
  const contact = keyMap.keys.indexOf(key);
  if (contact < 0) throw new Error(`no key ${key} on this board`);
  return contact;
}

/** Presses and releases keys without bounce, on a key pipeline with its own clock, and so writes into a field. */
export class TypedKeys {
  readonly pipeline: KeyPipeline;
  readonly field: WrittenField;
  readonly keyEvents: KeyEvent[] = [];
  readonly #keyMap: KeyMap;
  readonly #down = new Set<number>();
  nowMs = 0;

  constructor(keyMap: KeyMap, kind: FieldKind = 'message') {
    this.#keyMap = keyMap;
    this.pipeline = new KeyPipeline(keyMap, 5);
    this.field = new WrittenField(keyMap, kind);
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
    return this.#tell(this.pipeline.tick(monotonicMs(this.nowMs)));
  }

  /** Presses each key in turn: `holdMs` down, then 40 ms up. */
  press(keys: readonly KeyName[], holdMs = 40): this {
    for (const key of keys) this.down(key).wait(holdMs).up(key).wait(40);
    return this;
  }

  get events(): readonly InputEvent[] {
    return this.field.events;
  }

  get commands(): readonly Command[] {
    return this.field.commands;
  }

  get mode(): InputMode {
    return this.field.mode;
  }

  /** The text in the field. */
  get text(): string {
    return this.field.text;
  }

  #sample(): this {
    const closed = [...this.#down].sort((one, other) => one - other);
    return this.#tell(this.pipeline.sample({ atMs: monotonicMs(this.nowMs), closed }));
  }

  #tell(events: readonly KeyEvent[]): this {
    this.keyEvents.push(...events);
    for (const event of events) this.field.handle(event);
    return this;
  }
}
