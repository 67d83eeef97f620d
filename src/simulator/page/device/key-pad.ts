import type { KeyName } from '../../../domain/keys/key-map.ts';
import type { PageHandset, PageKey } from '../../wire/page-protocol.ts';
import { computerKeyFor, meaningOf, pasted } from '../computer-keys.ts';
import { element } from '../elements.ts';

export interface KeyPadActions {
  press(key: KeyName): void;
  release(key: KeyName): void;
  type(text: string): void;
  /** Why a key does nothing on this handset. */
  explain(why: string): void;
}

/** The drawn keys of one handset, for mouse, touch and the computer's keyboard. */
export class KeyPad {
  readonly rows: readonly HTMLElement[];
  readonly #actions: KeyPadActions;
  readonly #buttons = new Map<KeyName, HTMLElement>();
  /** The computer's keys that are down, by code, each with the handset's key that it holds. */
  readonly #held = new Map<string, KeyName>();

  constructor(handset: PageHandset, actions: KeyPadActions) {
    this.#actions = actions;
    const keys = new Set(handset.rows.flatMap((row) => row.keys.map((key) => key.key)));
    this.rows = handset.rows.map((row) =>
      element('div', row.stretched ? 'row' : 'row middle', ...row.keys.map((key) => this.#button(key, keys))),
    );
  }

  get keys(): ReadonlySet<KeyName> {
    return new Set(this.#buttons.keys());
  }

  showPressed(pressed: readonly KeyName[]): void {
    for (const [key, button] of this.#buttons) button.classList.toggle('pressed', pressed.includes(key));
  }

  /** A key of the computer went down while this handset has the focus. */
  keyDown(event: KeyboardEvent): void {
    const meaning = meaningOf(
      {
        code: event.code,
        key: event.key,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        shiftKey: event.shiftKey,
        altKey: event.altKey,
        altGraph: event.getModifierState('AltGraph'),
      },
      this.keys,
    );
    if (meaning === null) return;
    if (meaning.kind === 'nothing') {
      // Left to the browser, which may join it with the next key.
      this.#actions.explain(meaning.why);
      return;
    }
    event.preventDefault();
    // The handset makes its own key repeat.
    if (event.repeat) return;
    if (meaning.kind === 'type') {
      this.#actions.type(meaning.text);
      return;
    }
    this.#held.set(event.code, meaning.key);
    this.#actions.press(meaning.key);
  }

  paste(text: string): void {
    const meaning = pasted(text);
    if (meaning.kind === 'type') this.#actions.type(meaning.text);
    else this.#actions.explain(meaning.why);
  }

  keyUp(event: KeyboardEvent): void {
    const key = this.#held.get(event.code);
    if (key === undefined) return;
    event.preventDefault();
    this.#held.delete(event.code);
    this.#actions.release(key);
  }

  /** The focus went elsewhere, so no more key-ups will arrive here. */
  letGo(): void {
    for (const key of this.#held.values()) this.#actions.release(key);
    this.#held.clear();
  }

  #button({ key, label, alt, widthUnits }: PageKey, board: ReadonlySet<KeyName>): HTMLElement {
    const button = element('button', key === 'Enter' || key === 'Select' ? 'key main' : 'key', label);
    button.type = 'button';
    // The keyboard types into the handset as a whole. With each key a stop of Tab, the next handset would be forty
    // stops away.
    button.tabIndex = -1;
    button.dataset['key'] = key;
    button.setAttribute('aria-label', key);
    button.style.setProperty('--units', String(widthUnits));
    if (alt !== '') button.append(element('s', '', alt));
    const computerKey = computerKeyFor(key, board);
    if (computerKey !== null) button.title = `${key}: ${computerKey} on the computer's keyboard`;
    this.#followPointer(button, key);
    this.#buttons.set(key, button);
    return button;
  }

  #followPointer(button: HTMLElement, key: KeyName): void {
    const release = (event: PointerEvent): void => {
      if (button.hasPointerCapture(event.pointerId)) button.releasePointerCapture(event.pointerId);
      this.#actions.release(key);
    };
    button.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      this.#actions.press(key);
    });
    button.addEventListener('pointerup', release);
    button.addEventListener('pointercancel', release);
  }
}
