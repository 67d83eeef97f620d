import type { KeyName } from '../../domain/keys/key-map.ts';
import type { PageHandset, ToPage } from '../wire/page-protocol.ts';
import type { RelayFacts } from '../wire/relay-view.ts';
import { arrange } from './arrangement.ts';
import { BuzzerAudio } from './device/buzzer-sound.ts';
import { foreignKeyWords, typedBy } from './computer-keys.ts';
import { DeviceTools } from './device/device-tools.ts';
import { DeviceView } from './device/device-view.ts';
import type { KeyPadActions } from './device/key-pad.ts';
import { pageElement } from './elements.ts';
import { PageNotice } from './page-notice.ts';
import { ServerLink } from './server-link.ts';

const HINT = 'Click the keys or type';
const SILENT_HINT = 'Click the keys or type (sound begins then)';

const NOWHERE = 'No handset has the focus, so nothing was typed; click one, or press Tab until one has a green edge';

/** The page: all handsets of the simulator. */
class Page {
  readonly #sound = new BuzzerAudio();
  readonly #notice = new PageNotice((words) => {
    pageElement('notice').textContent = words;
  });
  readonly #link = new ServerLink({
    message: (message) => {
      this.#take(message);
    },
    pixels: (message) => {
      this.#devices[new Uint16Array(message, 0, 1)[0] ?? 0]?.screen.draw(message);
    },
    lost: () => {
      this.#notice.say('The simulator has stopped. Start it again with "make run"; this page comes back by itself.');
    },
  });
  #devices: readonly DeviceView[] = [];
  #tools: readonly DeviceTools[] = [];
  /** What the computer's keys stand for; empty until the handsets are known. */
  #keyWords = '';

  start(): void {
    this.#link.open();
    this.#showHint();
    for (const kind of ['pointerdown', 'keydown']) {
      window.addEventListener(kind, () => void this.#allowSound(), { capture: true });
    }
    window.addEventListener('keydown', (event) => {
      this.#typedNowhere(event);
    });
    window.addEventListener('resize', () => {
      pageElement('header').style.minHeight = '';
      this.#arrange();
    });
  }

  /** A click beside the handsets takes the focus from them. */
  #typedNowhere({ target, key, ctrlKey, metaKey }: KeyboardEvent): void {
    if (target instanceof Element && target.closest('.device') !== null) return;
    const typed = typedBy({ key, ctrlKey, metaKey, altGraph: false });
    // Space presses a button, and scrolls the page.
    if (typed !== null && typed !== ' ') this.#notice.say(NOWHERE);
  }

  async #allowSound(): Promise<void> {
    if (this.#sound.allowed) return;
    await this.#sound.allow();
    // With fewer words the header might be lower, and nothing may move under the mouse.
    const header = pageElement('header');
    header.style.minHeight = `${header.offsetHeight}px`;
    this.#showHint();
  }

  #showHint(): void {
    const parts = [this.#sound.allowed ? HINT : SILENT_HINT, this.#keyWords, 'Tab changes handset'];
    pageElement('hint').textContent = parts.filter((words) => words !== '').join('; ');
  }

  #take(message: ToPage): void {
    switch (message.kind) {
      case 'welcome':
        this.#draw(message.handsets);
        return;
      case 'relay':
        pageElement('relay').textContent = relayWords(message.facts);
        return;
      case 'fault':
        this.#notice.say(message.message);
        return;
      case 'keys':
        this.#notice.keysMoved(message.index, message.pressed);
        this.#devices[message.index]?.take(message);
        return;
      case 'led':
      case 'backlight':
      case 'buzzer':
        this.#devices[message.index]?.take(message);
        return;
      case 'power':
      case 'link':
      case 'cable':
        this.#tools[message.index]?.take(message);
        return;
    }
  }

  #arrange(): void {
    const tools = this.#tools.map(({ root }) => root);
    arrange(pageElement('handsets'), this.#devices, tools);
  }

  #draw(handsets: readonly PageHandset[]): void {
    this.#devices = handsets.map(
      (handset, index) => new DeviceView(handset, this.#actionsOf(handset, index), this.#sound),
    );
    this.#tools = handsets.map(
      (handset, index) =>
        new DeviceTools(handset, {
          power: (on) => {
            this.#link.send({ kind: 'power', index, on });
          },
          cable: (plugged) => {
            this.#link.send({ kind: 'cable', index, plugged });
          },
        }),
    );
    const parts = [...this.#devices, ...this.#tools].map((part) => part.root);
    pageElement('handsets').replaceChildren(...parts);
    this.#arrange();
    this.#keyWords = foreignKeyWords(new Set(handsets.flatMap(({ rows }) => rows.flatMap(keysOf))));
    this.#showHint();
    this.#notice.clear();
    this.#devices[0]?.focus();
  }

  #actionsOf({ title }: PageHandset, index: number): KeyPadActions {
    return {
      press: (key) => {
        this.#link.send({ kind: 'press', index, key });
      },
      release: (key) => {
        this.#link.send({ kind: 'release', index, key });
      },
      type: (text) => {
        this.#link.send({ kind: 'type', index, text });
      },
      explain: (why) => {
        this.#notice.say(`${title}: ${why}`);
      },
    };
  }
}

const keysOf = ({ keys }: PageHandset['rows'][number]): readonly KeyName[] => keys.map(({ key }) => key);

/** Such as `relay 127.0.0.1:5061 · TLS 1.3 · 2 registered`. */
function relayWords({ address, tlsVersion, registered }: RelayFacts): string {
  const tls = tlsVersion?.replace('TLSv', 'TLS ') ?? 'no connection';
  return `relay ${address} · ${tls} · ${registered} registered`;
}

new Page().start();
