import type { PageHandset, ToPage } from '../../wire/page-protocol.ts';
import { element } from '../elements.ts';

export interface DeviceToolsActions {
  power(on: boolean): void;
  cable(plugged: boolean): void;
}

const LINK_WORDS = {
  stopped: 'not connected',
  connecting: 'connecting',
  registered: 'registered',
  unreachable: 'relay unreachable',
} as const;

/**
 * Everything below the device: power switch, network cable, a picture of the screen, and the handset's state in words.
 */
export class DeviceTools {
  readonly root: HTMLElement;
  readonly #power = button('Power off');
  readonly #cable = button('Pull the cable');
  readonly #state = element('span', 'state');
  #powered: 'on' | 'off' | 'crashed' = 'off';
  #link: keyof typeof LINK_WORDS = 'stopped';
  #plugged = true;

  constructor({ name, title, kind }: PageHandset, actions: DeviceToolsActions) {
    const save = element('a', 'button', 'Save screen');
    save.href = `/api/handsets/${name}/screen.png`;
    save.download = `${name}.png`;
    this.#power.addEventListener('click', () => {
      actions.power(this.#powered !== 'on');
    });
    this.#cable.addEventListener('click', () => {
      actions.cable(!this.#plugged);
    });
    this.root = element(
      'div',
      kind === '12-key' ? 'tools twelve-key' : 'tools',
      this.#power,
      this.#cable,
      save,
      this.#state,
    );
    this.root.setAttribute('role', 'group');
    this.root.setAttribute('aria-label', `${title}: power, cable, screen`);
    this.#state.setAttribute('aria-live', 'polite');
  }

  take(message: ToPage): void {
    if (message.kind === 'power') this.#powered = message.power;
    else if (message.kind === 'link') this.#link = message.state;
    else if (message.kind === 'cable') this.#plugged = message.plugged;
    else return;
    this.#show();
  }

  #show(): void {
    this.#power.textContent = this.#powered === 'on' ? 'Power off' : 'Power on';
    this.#cable.textContent = this.#plugged ? 'Pull the cable' : 'Put the cable in';
    this.#cable.classList.toggle('hot', !this.#plugged);
    const warning = this.#powered === 'crashed' || (this.#powered === 'on' && this.#link === 'unreachable');
    this.#state.classList.toggle('warning', warning);
    this.#state.textContent = this.#words();
  }

  #words(): string {
    if (this.#powered === 'off') return 'off';
    if (this.#powered === 'crashed') return 'stopped by itself: see the terminal';
    return this.#plugged ? LINK_WORDS[this.#link] : `cable out, ${LINK_WORDS[this.#link]}`;
  }
}

function button(label: string): HTMLButtonElement {
  const made = element('button', 'button', label);
  made.type = 'button';
  return made;
}
