import { Animation, type StyleAnimation, type ValueAnimation } from './animation.ts';
import type { Context, Listener, LvglEvent } from './context.ts';
import { Display, nativePanel, type MemoryDisplayOptions, type PanelDisplayOptions } from './display.ts';
import { Font } from './font.ts';
import { eventCodes, type EventName } from './generated/events.ts';
import { widgetClasses } from './generated/widget-classes.ts';
import { Group } from './group.ts';
import { Image } from './image.ts';
import { Keypad } from './keypad.ts';
import { loadAddon } from './load-addon.ts';
import { Loop } from './loop.ts';
import { message, type Census, type Native, type Size } from './native.ts';
import { Style, type StyleValues } from './style.ts';
import { Timer } from './timer.ts';
import type { Widget } from './widget.ts';

export type LogLevel = 'trace' | 'info' | 'warn' | 'error' | 'user';

export interface LvglOptions {
  /** Path of the addon's file; see loadAddon(). */
  readonly addonPath?: string;
  /** For tests: time stands still until advance() moves it. */
  readonly virtualClock?: boolean;
  /** Called with LVGL's own warnings and errors. */
  readonly onLog?: (level: LogLevel, text: string) => void;
}

const logLevels: readonly LogLevel[] = ['trace', 'info', 'warn', 'error', 'user'];
const nameOfCode = new Map<number, EventName>(
  Object.entries(eventCodes).map(([name, code]) => [code, name as EventName]),
);

/**
 * The open library. It can be open once per process, on one thread: a second open() throws an Error with the code
 * LVGL_BUSY, or LVGL_THREAD when another thread has it. Everything made from it ends with close().
 */
export class Lvgl implements Context {
  readonly native: Native;
  readonly #loop: Loop;
  readonly #onLog: LvglOptions['onLog'];
  readonly #widgets = new Map<number, Widget>();
  readonly #resources = new Map<number, object>();
  readonly #listeners = new Map<number, Map<EventName, Set<Listener>>>();

  private constructor(native: Native, options: LvglOptions) {
    this.native = native;
    this.#onLog = options.onLog;
    this.#loop = new Loop(native, options.virtualClock === true);
    native.open((kind, first, second, third, ...more) => {
      this.#receive(kind, first, second, third, more);
    }, options.virtualClock === true);
  }

  static open(options: LvglOptions = {}): Lvgl {
    return new Lvgl(loadAddon(options.addonPath), options);
  }

  /** Deletes everything. Not from inside a callback. A second close() throws an Error with the code LVGL_CLOSED. */
  close(): void {
    this.native.close();
    this.#loop.stop();
    this.#widgets.clear();
    this.#resources.clear();
    this.#listeners.clear();
  }

  /** Runs LVGL's timers when they are due, and sleeps in between. While nothing is waiting it does not wake at all. */
  start(): void {
    this.#loop.start();
  }

  stop(): void {
    this.#loop.stop();
  }

  /** Moves the virtual clock by `ms`, and runs everything that becomes due on the way. */
  advance(ms: number): void {
    this.#loop.advance(ms);
  }

  /** How many times LVGL's timer handler has run since open(). */
  get handlerRuns(): number {
    return this.native.handlerRuns();
  }

  /** How many handles of each kind are alive. */
  get census(): Census {
    return this.native.census();
  }

  createDisplay(options: MemoryDisplayOptions): Display {
    const { width, height, theme = 'default', onFlush } = options;
    return new Display(this, this.native.displayCreate(width, height, theme === 'default'), onFlush);
  }

  /**
   * A display on a screen of the kernel. Throws an Error with the code LVGL_SYSTEM when it cannot be used; its `errno`
   * is the kernel's, where the kernel refused.
   */
  openDisplay({ panel, onFlush, onPanelLost, theme = 'default' }: PanelDisplayOptions): Display {
    const handle = this.native.displayCreateOnPanel(theme === 'default', ...nativePanel(panel));
    const display = new Display(this, handle, onFlush);
    display.onPanelLost = onPanelLost;
    return display;
  }

  /** The sizes that the screen of a card can show; none when no screen is connected. */
  cardSizes(path: string): readonly Size[] {
    return this.native.cardSizes(path);
  }

  /** Whether the kernel's console at this path may draw on its screen, which is also ours. */
  consoleDraws(path: string, draws: boolean): void {
    this.native.consoleDraws(path, draws);
  }

  createStyle(values: StyleValues = {}): Style {
    return new Style(this, values);
  }

  createGroup(): Group {
    return new Group(this);
  }

  createKeypad(display: Display): Keypad {
    return new Keypad(this, display);
  }

  /** Calls `run` every `periodMs`, `repeatCount` times; -1 for ever. */
  createTimer(periodMs: number, run: () => void, repeatCount = -1): Timer {
    return new Timer(this, periodMs, run, repeatCount);
  }

  animate(options: StyleAnimation | ValueAnimation): Animation {
    return new Animation(this, options);
  }

  imageFromPng(bytes: Uint8Array): Image {
    return Image.fromPng(this, bytes);
  }

  imageFromPixels(format: 'a8' | 'rgb565' | 'rgb888' | 'argb8888', size: Size, bytes: Uint8Array): Image {
    return Image.fromPixels(this, format, size, bytes);
  }

  /** One of the addon's own fonts, by name. */
  font(name: string): Font {
    return Font.builtIn(this, name);
  }

  /** A font from the bytes of an LVGL binary font. */
  loadFont(bytes: Uint8Array): Font {
    return Font.fromBinary(this, bytes);
  }

  wrap(handle: number): Widget {
    const known = this.#widgets.get(handle);
    if (known !== undefined) return known;
    const Wrapper = widgetClasses[this.native.classOf(handle)];
    if (Wrapper === undefined) throw new Error(`no wrapper for ${this.native.classOf(handle)}`);
    const widget = new Wrapper(this, handle);
    this.#widgets.set(handle, widget);
    return widget;
  }

  resource(handle: number): object | null {
    return this.#resources.get(handle) ?? null;
  }

  register(handle: number, resource: object): void {
    this.#resources.set(handle, resource);
  }

  forget(handle: number): void {
    this.#resources.delete(handle);
  }

  listeners(handle: number): Map<EventName, Set<Listener>> {
    const known = this.#listeners.get(handle);
    if (known !== undefined) return known;
    const created = new Map<EventName, Set<Listener>>();
    this.#listeners.set(handle, created);
    return created;
  }

  /**
   * Called by the addon, from inside LVGL. An exception here is thrown by the call that JavaScript made into the addon.
   */
  #receive(kind: number, first: number, second: unknown, third: unknown, more: readonly unknown[]): void {
    switch (kind) {
      case message.wake:
        this.#loop.wake();
        break;
      case message.event:
        this.#event(first, second as number, third as number, more[0]);
        break;
      case message.deleted:
        this.#widgets.delete(first);
        this.#listeners.delete(first);
        break;
      case message.flush:
        this.#flush(first, second as number, third as number, more);
        break;
      case message.panelLost:
        this.#panelLost(first, second as number);
        break;
      case message.log:
        this.#onLog?.(logLevels[first] ?? 'user', second as string);
        break;
      default:
        this.#resourceMessage(kind, first, second);
    }
  }

  #resourceMessage(kind: number, handle: number, value: unknown): void {
    const resource = this.#resources.get(handle);
    if (resource instanceof Timer) {
      if (value === true) this.forget(handle);
      resource.run();
    } else if (resource instanceof Group) {
      resource.onEdge?.(value as boolean);
    } else if (resource instanceof Animation) {
      if (kind === message.animationEnd) {
        this.forget(handle);
        resource.options.onEnd?.(value as boolean);
      } else if ('onValue' in resource.options) {
        resource.options.onValue(value as number);
      }
    }
  }

  #event(current: number, code: number, target: number, detail: unknown): void {
    const name = nameOfCode.get(code);
    const listeners = name === undefined ? undefined : this.#listeners.get(current)?.get(name);
    if (name === undefined || listeners === undefined) return;
    const event: LvglEvent = {
      name,
      targetHandle: target,
      currentHandle: current,
      detail,
      stopBubbling: () => {
        this.native.stopBubbling();
      },
      stopProcessing: () => {
        this.native.stopProcessing();
      },
    };
    callEach([...listeners], event);
  }

  #panelLost(handle: number, errno: number): void {
    const display = this.#resources.get(handle);
    if (display instanceof Display) display.onPanelLost?.(errno);
  }

  #flush(handle: number, x: number, y: number, more: readonly unknown[]): void {
    const display = this.#resources.get(handle);
    if (!(display instanceof Display)) return;
    const [width, height, pixels] = more as [number, number, Uint8Array];
    display.onFlush?.({ x, y, width, height, pixels });
  }
}

/** Calls every listener, even when one before it throws. Then throws what they threw. */
function callEach(listeners: readonly Listener[], event: LvglEvent): void {
  const errors: unknown[] = [];
  for (const listener of listeners) {
    try {
      listener(event);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `several listeners of '${event.name}' threw`);
}
