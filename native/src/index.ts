// The package's one entry file: everything that users of LVGL need, by name.
export {
  Animation,
  AnimationPath,
  type AnimationOptions,
  type StyleAnimation,
  type ValueAnimation,
} from './animation.ts';
export * from './contents.ts';
export type { Listener, LvglEvent } from './context.ts';
export {
  Display,
  pixelsOf,
  visibleTextOf,
  type FlushedArea,
  type FlushListener,
  type LoadOptions,
  type Panel,
  type PanelLostListener,
  type VisibleText,
} from './display.ts';
export { Font, type Advances } from './font.ts';
export * from './generated/enums.ts';
export { eventCodes, type EventName } from './generated/events.ts';
export { stylePropertyIds, type StyleProperties } from './generated/style-properties.ts';
export * from './generated/widgets.ts';
export { Group } from './group.ts';
export { iconCharacter, icons, type IconName } from './icons.ts';
export { Image } from './image.ts';
export { Keypad } from './keypad.ts';
export { Lvgl, type LogLevel, type LvglOptions } from './lvgl.ts';
export type { Area, Census, LvglErrorCode, Pixels, Size } from './native.ts';
export { Obj } from './obj.ts';
export { encodePng } from './png.ts';
export { Style, type StyleValues } from './style.ts';
export { Timer } from './timer.ts';
export {
  gridFraction,
  percent,
  type ChartCursor,
  type ChartSeries,
  type Color,
  type ColorKey,
  type Gradient,
  type ImageSource,
  type Point,
  type ScaleSection,
  type Span,
  type Transition,
} from './values.ts';
export { Widget } from './widget.ts';
