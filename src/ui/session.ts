import type { InputEvent, InputMode } from '../domain/input/input-event.ts';
import type { InputField } from '../domain/input/input-field.ts';
import type { InputMethod } from '../domain/input/input-method.ts';
import type { KeyEvent } from '../domain/keys/key-events.ts';
import type { KeyName } from '../domain/keys/key-map.ts';
import type { ScreenLight } from '../ports/device/screen-light.ts';
import type { Clock, Timer } from '../ports/system/clock.ts';
import type { Handset, HandsetEvent } from '../ports/handset.ts';
import { carryOut } from './carry-out.ts';
import { DraftPause } from './draft-pause.ts';
import type { CaretBeside, Overflow, Seen } from './behaviour/behaviour.ts';
import type { Choice } from './behaviour/sheet.ts';
import type { UiCommand, UiOutcome } from './behaviour/command.ts';
import type { ScreenModel } from './frame/present/models.ts';
import type { FrameInput } from './frame/present/present.ts';
import { FreshEvents } from './fresh-events.ts';
import { isOpen } from './navigator/banner.ts';
import { draftOnScreen } from './navigator/drafts.ts';
import { firstState, step, type StepParts } from './navigator/navigator.ts';
import type { UiEvent, UiState } from './navigator/state.ts';
import { topView } from './navigator/views.ts';
import { behaviourOf } from './screens/behaviours.ts';
import type { TimeWords } from './phrases/time-words.ts';

/** A notification of a new message stays this long, unless it is answered. */
export const BANNER_MS = 8_000;
/** When news change what a key does, it still does for so long what it did. */
export const GRACE_MS = 700;
/** Rows change their places when no key was pressed for so long. */
export const KEYS_PAUSE_MS = 3_000;
/** Events of the handset are drawn at most this often: a thousand messages at once must not be a thousand frames. */
export const HANDSET_FRAME_MS = 33;
/** What was seen changes what is drawn, and that what is seen: after so many frames it waits for the next event. */
const MOST_FRAMES_AGAIN = 3;
/** What the keys type while a menu is open. */
const CHOOSING: InputField = { kind: 'choice', textBeforeCursor: '' };

export interface SessionParts {
  readonly handset: Handset;
  readonly clock: Clock;
  readonly light: ScreenLight;
  readonly times: TimeWords;
  readonly present: (input: FrameInput, state: UiState) => ScreenModel;
  readonly draw: (model: ScreenModel) => void;
  /** How much of the focused thing lies outside the screen, as drawn last. */
  readonly overflow: () => Overflow;
  readonly caretBeside: CaretBeside;
  /** Which events were drawn whole last; null when the view shows none. */
  readonly seen: () => Seen | null;
  readonly emoji: readonly string[];
  readonly symbols: readonly string[];
  /** The letter that chooses in a menu, as the language has it. */
  readonly keyOf: (choice: Choice) => string;
  /** How long without a key until the keypad locks itself; null when it never does. */
  readonly lockAfterMs: number | null;
  /** Says what a key means in the field that has the focus. It keeps no text of its own. */
  readonly inputMethod: InputMethod;
}

/**
 * Runs the navigator: hands it keys and events, carries out what it asks of the handset, and draws what comes of it.
 */
export class UiSession {
  readonly #parts: SessionParts;
  readonly #draft: DraftPause;
  readonly #unsubscribe: readonly (() => void)[];
  #state: UiState;
  #model: ScreenModel;
  #shownMode: InputMode = 'abc';
  readonly #fresh: FreshEvents;
  /** Events of the handset that wait for their frame, the last of each kind and peer. */
  #pending = new Map<string, HandsetEvent>();
  #stepping = false;
  #closed = false;
  #draftRefused = false;
  #isLocked = false;
  #lastEventFrameMs = -Infinity;
  #frameTimer: Timer | null = null;
  #bannerTimer: Timer | null = null;
  #minuteTimer: Timer | null = null;
  #lockTimer: Timer | null = null;
  #graceTimer: Timer | null = null;
  #orderTimer: Timer | null = null;
  #lastKeyMs = -Infinity;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#draft = new DraftPause(parts.clock, () => {
      this.#react({ kind: 'keepDraft', leaving: false });
    });
    this.#fresh = new FreshEvents(parts.clock, () => {
      this.#draw();
    });
    this.#unsubscribe = [
      parts.handset.onEvent((event) => {
        this.#handsetEvent(event);
      }),
      parts.light.onChange(() => {
        this.#lightChanged();
      }),
    ];
    this.#state = firstState(parts.handset);
    this.#model = this.#frame();
    this.#armMinute();
    this.#armLock();
  }

  get state(): UiState {
    return this.#state;
  }

  get model(): ScreenModel {
    return this.#model;
  }

  /**
   * An earlier key may only now be decided (short or long). It is carried out first: when a letter goes down before
   * Enter comes up, Enter sends and empties the field, and then the letter is typed into the empty field.
   */
  handle(event: KeyEvent): void {
    this.#assertOpen();
    const { inputMethod, clock } = this.#parts;
    this.#lastKeyMs = clock.monotonicMs();
    this.#input(inputMethod.decide(event, this.#field));
    this.#input(inputMethod.key(event, this.#field));
    // Shift alone types nothing, but the letters are others now.
    if (this.#mode !== this.#shownMode) this.#draw();
  }

  stuckKeysChanged(keys: readonly KeyName[]): void {
    this.#assertOpen();
    this.#react({ kind: 'stuckKeysChanged', keys });
  }

  /** Settings have changed: the lock's timer is started again, and the screen is drawn again. */
  settingsChanged(): void {
    this.#assertOpen();
    this.#armLock();
    if (!this.#stepping) this.#draw();
  }

  /** Draws at once those events of the handset that still wait for their frame. */
  flush(): void {
    this.#assertOpen();
    if (this.#pending.size > 0) this.#handsetFrame();
  }

  /** Keeps the draft and stops. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#runAll([{ kind: 'keepDraft', leaving: true }]);
    this.#closed = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#draft.stop();
    this.#fresh.stop();
    this.#orderTimer?.cancel();
    for (const timer of [this.#frameTimer, this.#bannerTimer, this.#minuteTimer, this.#lockTimer, this.#graceTimer])
      timer?.cancel();
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error('the screen is closed');
  }

  get #field(): InputField | null {
    return this.#state.sheet === null ? this.#fieldOfView : CHOOSING;
  }

  get #fieldOfView(): InputField | null {
    const top = topView(this.#state);
    return behaviourOf(top).field?.(top) ?? null;
  }

  /** The view goes on showing the mode of its own field under a menu. */
  get #mode(): InputMode {
    return this.#parts.inputMethod.mode(this.#fieldOfView);
  }

  #input(input: InputEvent | null): void {
    if (input === null) return;
    this.#react({ kind: 'input', input });
    this.#armLock();
    if (this.#isDirty()) this.#draft.typed();
  }

  #stepParts(): StepParts {
    const { handset, overflow, caretBeside, emoji, symbols, keyOf } = this.#parts;
    return { handset, status: handset.state(), overflow: overflow(), caretBeside, emoji, symbols, keyOf };
  }

  /**
   * One event from outside: all that follows from it, then one frame. A key means what the owner saw when it went down,
   * so news that no frame has shown yet come after it.
   */
  #react(event: UiEvent): void {
    const banner = this.#state.banner;
    this.#runAll([event, ...this.#takePending()]);
    this.#afterEvents(banner);
  }

  #afterEvents(bannerBefore: UiState['banner']): void {
    if (this.#state.banner !== bannerBefore) this.#armBanner();
    this.#armGrace();
    this.#orderOrWait();
    if (!this.#isDirty()) this.#draft.stop();
    this.#draw();
  }

  #isDirty(): boolean {
    return draftOnScreen(this.#state, false) !== null;
  }

  #draw(): void {
    this.#model = this.#frame();
    // That they were seen changes the counts, which are drawn too and may leave more or less in sight.
    for (let again = 0; again < MOST_FRAMES_AGAIN && this.#noteSeen(); again += 1) this.#model = this.#frame();
  }

  /** What was drawn in the dark is seen when it is lit. */
  #lightChanged(): void {
    if (this.#parts.light.isLit && !this.#stepping) this.#draw();
  }

  /** What was drawn is seen, but for the frames that follow from that. Returns whether something changed by it. */
  #noteSeen(): boolean {
    const seen = this.#parts.light.isLit ? this.#parts.seen() : null;
    if (seen === null) return false;
    const before = this.#state;
    this.#runAll([{ kind: 'seen', seen, tooShort: this.#fresh.within(seen) }]);
    return this.#state !== before;
  }

  /** Presented and drawn. */
  #frame(): ScreenModel {
    const { present, draw, emoji, symbols } = this.#parts;
    this.#shownMode = this.#mode;
    const model = present({ emoji, symbols, mode: this.#shownMode }, this.#state);
    draw(model);
    this.#tellLock();
    return model;
  }

  #tellLock(): void {
    const isLocked = behaviourOf(topView(this.#state)).ownsKeys === true;
    if (isLocked === this.#isLocked) return;
    this.#isLocked = isLocked;
    this.#parts.light.lockChanged(isLocked);
  }

  /**
   * Steps until nothing follows any more. What the handset tells meanwhile is of our own doing and belongs to the same
   * frame.
   */
  #runAll(events: readonly UiEvent[]): void {
    const queue = [...events];
    this.#stepping = true;
    try {
      for (let event = this.#next(queue); event !== null; event = this.#next(queue)) {
        const { state, commands } = step(this.#stepParts(), this.#state, event);
        this.#state = state;
        for (const command of commands) queue.push(...this.#carryOut(command));
        queue.push(...this.#takePending());
      }
    } finally {
      this.#stepping = false;
    }
  }

  #next(queue: UiEvent[]): UiEvent | null {
    return queue.shift() ?? (this.#state.touchedBy.length > 0 ? { kind: 'settle' } : null);
  }

  #carryOut(command: UiCommand): readonly UiOutcome[] {
    const outcome = carryOut(this.#parts.handset, command);
    if (outcome === null) return [];
    this.#draftRefused ||= outcome.kind === 'draftSaved' && !outcome.result.ok;
    return [outcome];
  }

  #handsetEvent(event: HandsetEvent): void {
    if (!this.#stepping) this.#noteFresh(event);
    this.#pending.set('peer' in event ? `${event.kind} ${event.peer}` : event.kind, event);
    if (this.#stepping || this.#frameTimer !== null) return;
    // Never from inside the handset's own call: its answer to the relay must not wait for our drawing.
    const sinceFrameMs = this.#parts.clock.monotonicMs() - this.#lastEventFrameMs;
    const delayMs = Math.max(0, HANDSET_FRAME_MS - sinceFrameMs);
    this.#frameTimer = this.#parts.clock.startTimer(delayMs, () => {
      this.#frameTimer = null;
      this.#handsetFrame();
    });
  }

  /** Came into the thread that the owner has before him. */
  #noteFresh(event: HandsetEvent): void {
    if (!('sequence' in event) || !this.#parts.light.isLit) return;
    if (isOpen(topView(this.#state), event.peer)) this.#fresh.came(event.sequence);
  }

  #handsetFrame(): void {
    this.#lastEventFrameMs = this.#parts.clock.monotonicMs();
    const banner = this.#state.banner;
    // A store that works again is asked at once, not at the next key.
    const again = this.#draftRefused && this.#parts.handset.state().storeFailure === null;
    if (again) this.#draftRefused = false;
    this.#runAll([...this.#takePending(), ...(again ? [{ kind: 'keepDraft', leaving: false } as const] : [])]);
    this.#afterEvents(banner);
  }

  #takePending(): readonly UiEvent[] {
    const events = [...this.#pending.values()].map((event): UiEvent => ({ kind: 'handset', event }));
    this.#pending = new Map();
    return events;
  }

  #armBanner(): void {
    this.#bannerTimer?.cancel();
    this.#bannerTimer = null;
    const { banner } = this.#state;
    if (banner === null) return;
    this.#bannerTimer = this.#parts.clock.startTimer(banner.isLeaving ? GRACE_MS : BANNER_MS, () => {
      this.#react({ kind: 'bannerExpired' });
    });
  }

  /** Once it runs it is not begun anew: a key does what it did for a moment, however much comes meanwhile. */
  #armGrace(): void {
    const top = topView(this.#state);
    if (behaviourOf(top).grace?.pending(top) !== true) {
      this.#graceTimer?.cancel();
      this.#graceTimer = null;
      return;
    }
    this.#graceTimer ??= this.#parts.clock.startTimer(GRACE_MS, () => {
      this.#graceTimer = null;
      this.#react({ kind: 'graceOver' });
    });
  }

  /** Rows take their places at once when no key was pressed for a while, else as soon as that is so. */
  #orderOrWait(): void {
    this.#orderTimer?.cancel();
    this.#orderTimer = null;
    const top = topView(this.#state);
    if (behaviourOf(top).order?.waits(top) !== true) return;
    const { clock } = this.#parts;
    const leftMs = this.#lastKeyMs + KEYS_PAUSE_MS - clock.monotonicMs();
    if (leftMs <= 0) {
      this.#runAll([{ kind: 'keysPaused' }]);
      return;
    }
    this.#orderTimer = clock.startTimer(leftMs, () => {
      this.#orderTimer = null;
      this.#react({ kind: 'keysPaused' });
    });
  }

  /** After each key: how long until its absence means something, to the view on the screen or to the keypad's lock. */
  #armLock(): void {
    this.#lockTimer?.cancel();
    this.#lockTimer = null;
    const top = topView(this.#state);
    const { pause } = behaviourOf(top);
    const delayMs = pause === undefined ? this.#parts.lockAfterMs : pause.afterMs(top);
    if (delayMs === null) return;
    this.#lockTimer = this.#parts.clock.startTimer(delayMs, () => {
      this.#lockTimer = null;
      this.#react({ kind: pause === undefined ? 'lockDue' : 'paused' });
    });
  }

  /** The one thing that wakes an idle screen: the clock on the status bar, at the full minute. */
  #armMinute(): void {
    const { clock, times } = this.#parts;
    this.#minuteTimer = clock.startTimer(times.untilNextMinuteMs(clock.wallMs()), () => {
      this.#draw();
      this.#armMinute();
    });
  }
}
