import type { InputMethod } from '../domain/input/input-method.ts';
import type { SettingValues } from '../domain/settings/settings.ts';
import { createFace, FACE_SETTINGS, type Face, type FaceParts } from './face.ts';

/** What the board's keys write in one language. */
export interface WritingKeys {
  readonly inputMethod: InputMethod;
  /** What the symbols key offers, in order; none for a board without one. */
  readonly symbols: readonly string[];
}

export interface AppearanceParts extends FaceParts {
  readonly keysIn: (language: SettingValues['language']) => WritingKeys;
}

/** What the screen and its keys are made of by the settings in force. */
export class Appearance {
  readonly #parts: AppearanceParts;
  #face: Face;
  #keys: WritingKeys;

  constructor(parts: AppearanceParts) {
    this.#parts = parts;
    this.#face = this.#makeFace();
    this.#keys = this.#makeKeys();
  }

  get face(): Face {
    return this.#face;
  }

  get keys(): WritingKeys {
    return this.#keys;
  }

  /** Null: the keypad never locks by itself. */
  get lockAfterMs(): number | null {
    const seconds = this.#parts.handset.settings.value('keypadLockSeconds');
    return seconds === 0 ? null : seconds * 1_000;
  }

  /** Called when something of it is another now. */
  onChange(listener: () => void): () => void {
    return this.#parts.handset.settings.onChange((name) => {
      if (FACE_SETTINGS.has(name)) {
        this.#face.close();
        this.#face = this.#makeFace();
      } else if (name !== 'keypadLockSeconds') return;
      if (name === 'language') this.#keys = this.#makeKeys();
      listener();
    });
  }

  #makeFace(): Face {
    return createFace(this.#parts);
  }

  #makeKeys(): WritingKeys {
    const { keysIn, handset } = this.#parts;
    return keysIn(handset.settings.value('language'));
  }
}
