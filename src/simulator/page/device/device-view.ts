import type { BuzzerPattern, LedPattern } from '../../../domain/alert/signals.ts';
import type { PageHandset, ToPage } from '../../wire/page-protocol.ts';
import type { BuzzerAudio } from './buzzer-sound.ts';
import { element, sidesPx } from '../elements.ts';
import { KeyPad, type KeyPadActions } from './key-pad.ts';
import { LedGlow, ledWords } from './led-glow.ts';
import { ScreenCanvas } from './screen-canvas.ts';

const SPEAKER_HOLES = 9;

/** One handset, drawn as a device. */
export class DeviceView {
  readonly root: HTMLElement;
  readonly screen: ScreenCanvas;
  readonly #handset: PageHandset;
  readonly #sound: BuzzerAudio;
  readonly #keyPad: KeyPad;
  readonly #led: LedGlow;
  readonly #body = element('div', 'body');
  /** The black edge around the screen. */
  readonly #frame = element('div', 'screen');
  readonly #ledWords = element('span', 'words');
  readonly #buzzerWords = element('span', 'words');
  readonly #speaker = element('div', 'speaker', ...Array.from({ length: SPEAKER_HOLES }, () => element('i')));
  #ledTold: string | null = null;
  #soundTimer = 0;
  #silence: () => void = () => undefined;

  constructor(handset: PageHandset, actions: KeyPadActions, sound: BuzzerAudio) {
    this.#handset = handset;
    this.#sound = sound;
    this.screen = new ScreenCanvas(handset.widthPx, handset.heightPx, `Screen of ${handset.title}'s handset`);
    this.#keyPad = new KeyPad(handset, actions);
    this.#led = new LedGlow(element('div', 'led'));
    this.#ledWords.setAttribute('aria-live', 'polite');
    this.#buzzerWords.setAttribute('aria-live', 'polite');
    this.root = this.#draw();
    this.#followKeyboard();
  }

  /**
   * Gives the screen the largest size that the window has room for.
   * @param roomPx for the device from side to side.
   * @returns the least width of the device with that screen, px.
   */
  fit(roomPx: number): number {
    const around = [this.#body, this.#frame].reduce((sum, box) => sum + sidesPx(box), 0);
    return Math.ceil(this.screen.fit(roomPx - around) + around);
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
  }

  /** Takes a message from the server about this device. */
  take(message: ToPage): void {
    if (message.kind === 'led') this.#showLed(message.pattern);
    else if (message.kind === 'backlight') this.screen.shine(message.percent);
    else if (message.kind === 'buzzer') this.#sounds(message.pattern);
    else if (message.kind === 'keys') this.#keyPad.showPressed(message.pressed);
  }

  #draw(): HTMLElement {
    const { title, address, boardName, kind } = this.#handset;
    this.#frame.append(this.screen.canvas);
    this.#body.append(element('div', 'top', this.#led.lamp, this.#speaker), this.#frame, ...this.#keyPad.rows);
    const root = element(
      'section',
      kind === '12-key' ? 'device twelve-key' : 'device',
      element(
        'div',
        'caption',
        element('span', '', element('b', '', title), address),
        element('span', 'board', `board ${boardName}`),
      ),
      this.#body,
      this.#ledWords,
      this.#buzzerWords,
    );
    root.tabIndex = 0;
    // Keys go to the handset, and are not commands for a screen reader.
    root.setAttribute('role', 'application');
    root.setAttribute('aria-label', `${title}'s handset; what you type presses its keys; Tab goes on`);
    return root;
  }

  #followKeyboard(): void {
    this.root.addEventListener('keydown', (event) => {
      this.#keyPad.keyDown(event);
    });
    this.root.addEventListener('keyup', (event) => {
      this.#keyPad.keyUp(event);
    });
    this.root.addEventListener('paste', (event) => {
      event.preventDefault();
      this.#keyPad.paste(event.clipboardData?.getData('text/plain') ?? '');
    });
    this.root.addEventListener('blur', () => {
      this.#keyPad.letGo();
    });
    // A click on a drawn key gives the focus to the handset and not to the key.
    this.root.addEventListener('mousedown', (event) => {
      event.preventDefault();
      this.focus();
    });
  }

  #showLed(pattern: LedPattern): void {
    this.#led.show(pattern);
    const words = `${this.#handset.title}: ${ledWords(pattern)}`;
    // The state at the opening of the page is not announced as news.
    if (this.#ledTold !== null && this.#ledTold !== words) this.#ledWords.textContent = words;
    this.#led.lamp.title = words;
    this.#ledTold = words;
  }

  #sounds(pattern: BuzzerPattern): void {
    clearTimeout(this.#soundTimer);
    this.#silence();
    const durationMs = pattern.steps.reduce((sum, step) => sum + step.durationMs, 0);
    this.#speaker.classList.toggle('sounding', durationMs > 0);
    if (durationMs === 0) return;
    this.#silence = this.#sound.play(pattern);
    this.#buzzerWords.textContent = `${this.#handset.title}: buzzer sounds (${pattern.name})`;
    this.#soundTimer = window.setTimeout(() => {
      this.#speaker.classList.remove('sounding');
      // Emptied, so that the same words are announced again the next time.
      this.#buzzerWords.textContent = '';
    }, durationMs);
  }
}
