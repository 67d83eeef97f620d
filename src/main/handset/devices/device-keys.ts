import type { KeyEvent } from '../../../domain/keys/key-events.ts';
import type { KeyName } from '../../../domain/keys/key-map.ts';
import type { KeyReader, KeyReaderListener } from '../../../handset/keys/key-reader.ts';

/**
 * The keys as long as the device lives; they go to the stage that runs. What is pressed while none listens is dropped.
 */
export class DeviceKeys {
  readonly #reader: KeyReader;
  #listener: KeyReaderListener | null = null;
  #stuck: readonly KeyName[] = [];

  /**
   * @param light hears of every key first, and keeps those that only light the screen.
   * @param used is told of every key, also of those.
   */
  constructor(reader: KeyReader, light: { passes(event: KeyEvent): boolean }, used: () => void = () => undefined) {
    this.#reader = reader;
    reader.start({
      key: (event) => {
        used();
        if (light.passes(event)) this.#listener?.key(event);
      },
      stuckKeysChanged: (keys) => {
        this.#stuck = keys;
        this.#listener?.stuckKeysChanged(keys);
      },
    });
  }

  /**
   * To this listener from now on, which hears first of keys that do not come up. Returns the way to leave them again.
   */
  giveTo(listener: KeyReaderListener): () => void {
    if (this.#listener !== null) throw new Error('another stage has the keys');
    this.#listener = listener;
    if (this.#stuck.length > 0) listener.stuckKeysChanged(this.#stuck);
    return () => {
      if (this.#listener === listener) this.#listener = null;
    };
  }

  close(): void {
    this.#reader.close();
  }
}
