// The addon's functions. Handles are numbers. The addon checks everything, and throws a mistake as an Error with a
// `code`.
import type { NativeMethods } from './generated/native-methods.ts';

/** `code` of the errors that the addon throws. */
export type LvglErrorCode =
  'LVGL_ARGUMENT' | 'LVGL_DELETED' | 'LVGL_CLOSED' | 'LVGL_THREAD' | 'LVGL_BUSY' | 'LVGL_ASSERTION' | 'LVGL_SYSTEM';

/** The first argument of the function that is given to `open`, in the order of `Message` in addon/environment.h. */
export const message = {
  wake: 0,
  event: 1,
  deleted: 2,
  timer: 3,
  animationStep: 4,
  animationEnd: 5,
  flush: 6,
  log: 7,
  groupEdge: 8,
  panelLost: 9,
} as const;

type Dispatch = (kind: number, first: number, second: unknown, third: unknown, ...more: unknown[]) => void;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Area extends Size {
  readonly x: number;
  readonly y: number;
}

/** RGB565, little endian, rows from top to bottom without padding. */
export interface Pixels extends Size {
  readonly pixels: Uint8Array;
}

interface NativeText extends Area {
  readonly handle: number;
  readonly className: string;
  readonly text: string;
  readonly isFocused: boolean;
}

/** 0 for a framebuffer and 1 for a card, its path, and its size and bits where they are not the device's to say. */
export type NativePanel = [
  kind: 0 | 1,
  path: string,
  width: number | null,
  height: number | null,
  bitsPerPixel: number | null,
];

/** How many handles of each kind are alive. */
export type Census = Readonly<
  Record<'object' | 'display' | 'group' | 'keypad' | 'timer' | 'animation' | 'style' | 'image' | 'font', number>
>;

export interface Native {
  readonly methods: NativeMethods;

  open(dispatch: Dispatch, virtualClock: boolean): void;
  close(): void;
  runHandler(): number;
  handlerRuns(): number;
  setVirtualTime(ms: number): void;
  census(): Census;

  create(classIndex: number, parent: number | null, display: number | null): number;
  remove(handle: number): void;
  clean(handle: number): void;
  setParent(handle: number, parent: number): void;
  moveToIndex(handle: number, index: number): void;
  classOf(handle: number): string;
  child(handle: number, index: number): number | null;
  childCount(handle: number): number;
  parent(handle: number): number | null;
  index(handle: number): number;
  isAlive(handle: number): boolean;
  area(handle: number): Area;

  setProperty(handle: number, id: number, value: unknown, second?: number): void;
  getProperty(handle: number, id: number): unknown;

  styleCreate(): number;
  styleDelete(style: number): void;
  styleSet(style: number, id: number, value: unknown): void;
  styleGet(style: number, id: number): unknown;
  styleRemove(style: number, id: number): boolean;
  styleRefresh(style: number | null): void;
  addStyle(handle: number, style: number, selector: number): void;
  removeStyle(handle: number, style: number, selector: number): void;
  removeAllStyles(handle: number): void;
  setStyleProperty(handle: number, id: number, value: unknown, selector: number): void;
  removeStyleProperty(handle: number, id: number, selector: number): boolean;
  getStyleProperty(handle: number, id: number, part: number): unknown;

  listen(handle: number, code: number, on: boolean): void;
  stopBubbling(): void;
  stopProcessing(): void;
  sendEvent(handle: number, code: number, key?: number): boolean;

  buttonmatrixSetMap(handle: number, texts: readonly string[]): void;
  buttonmatrixGetText(handle: number, index: number): string | null;
  lineSetPoints(handle: number, coordinates: readonly number[]): void;
  chartSetValues(handle: number, series: number, values: readonly number[]): void;
  chartGetValues(handle: number, series: number): number[];
  selectedText(handle: number): string;
  animimgSetImages(handle: number, images: readonly number[]): void;
  scaleSetLabels(handle: number, labels: readonly string[]): void;
  calendarSetHighlighted(handle: number, dates: readonly number[]): void;
  spanSetStyle(handle: number, span: number, style: number): void;
  canvasCreateBuffer(handle: number, width: number, height: number): void;
  canvasFill(handle: number, color: number, opa: number): void;
  canvasSetPixel(handle: number, x: number, y: number, color: number, opa: number): void;
  canvasGetPixel(handle: number, x: number, y: number): number;
  qrcodeSetSize(handle: number, sidePx: number): void;
  qrcodeUpdate(handle: number, text: string): void;

  groupCreate(): number;
  groupDelete(group: number): void;
  groupAdd(group: number, handle: number): void;
  groupRemove(handle: number): void;
  groupClear(group: number): void;
  groupFocus(handle: number): void;
  groupStep(group: number, forward: boolean): void;
  groupFocused(group: number): number | null;
  groupObjects(group: number): number[];
  groupSet(group: number, what: number, on: boolean): void;
  groupSendKey(group: number, key: number): boolean;
  groupOf(handle: number): number | null;
  keypadCreate(display: number): number;
  keypadDelete(keypad: number): void;
  keypadSetGroup(keypad: number, group: number | null): void;
  keypadFeed(keypad: number, key: number, isPressed: boolean): void;
  keypadSetTimes(keypad: number, longPressMs: number, repeatMs: number): void;

  timerCreate(periodMs: number, repeatCount: number): number;
  timerDelete(timer: number): void;
  timerControl(timer: number, what: number): void;
  timerSetPeriod(timer: number, periodMs: number): void;
  animationStart(...values: readonly (number | null)[]): number;
  animationStop(animation: number): void;

  imageCreate(width: number, height: number, format: number, bytes: Uint8Array): number;
  imageCreatePng(bytes: Uint8Array): number;
  imageDelete(image: number): void;
  imageSize(image: number): Size;
  fontBuiltIn(name: string): number;
  fontLoad(bytes: Uint8Array): number;
  fontSetFallback(font: number, fallback: number | null): void;
  fontMetrics(font: number): { lineHeight: number; baseLine: number };
  fontGlyphDepth(font: number, codePoint: number): number;
  fontTextSize(font: number, text: string, maxWidth?: number): Size;
  fontAdvances(font: number, text: string): Uint16Array;
  fontDelete(font: number): void;

  displayCreate(width: number, height: number, isThemed: boolean): number;
  displayCreateOnPanel(isThemed: boolean, ...panel: NativePanel): number;
  displayAttachPanel(display: number, ...panel: NativePanel): void;
  displaySetPower(display: number, on: boolean): void;
  cardSizes(path: string): Size[];
  consoleDraws(path: string, draws: boolean): void;
  displayClose(display: number): void;
  displayWantFlushes(display: number, on: boolean): void;
  displayRefreshNow(display: number): void;
  displayInvalidate(display: number): void;
  displaySetRotation(display: number, quarterTurns: number): void;
  displaySize(display: number): Size;
  displayPixels(display: number): Uint8Array;
  displayFlushCount(display: number): number;
  displayActiveScreen(display: number): number | null;
  displayLayer(display: number, layer: number): number;
  displayLoadScreen(
    display: number,
    screen: number,
    animation: number,
    durationMs: number,
    delayMs: number,
    deleteOld: boolean,
  ): void;
  displayOf(handle: number): number | null;

  visibleText(handle: number): NativeText[];
  pixelsOf(handle: number): Pixels;
}
