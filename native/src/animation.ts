import type { Context } from './context.ts';
import type { StyleProperties } from './generated/style-properties.ts';
import { stylePropertyId } from './style.ts';
import type { Widget } from './widget.ts';

/** In the order of addon/animation_paths.h. */
export const AnimationPath = {
  Linear: 0,
  EaseIn: 1,
  EaseOut: 2,
  EaseInOut: 3,
  Overshoot: 4,
  Bounce: 5,
  Step: 6,
} as const;
export type AnimationPath = (typeof AnimationPath)[keyof typeof AnimationPath];

export interface AnimationOptions {
  readonly from: number;
  readonly to: number;
  readonly durationMs: number;
  readonly delayMs?: number;
  readonly path?: AnimationPath;
  /** How often the animation runs; `REPEAT_FOREVER` for ever. */
  readonly repeatCount?: number;
  /** When above 0, each run goes back to `from` in this time. */
  readonly playBackMs?: number;
  /** Called at the end; `isComplete` is false when the animation was stopped or its object deleted before. */
  readonly onEnd?: (isComplete: boolean) => void;
}

/** An animation of a style property. LVGL moves it without calling JavaScript. */
export interface StyleAnimation extends AnimationOptions {
  readonly target: Widget;
  readonly property: keyof StyleProperties;
  readonly selector?: number;
}

/** An animation of a value, with which JavaScript is called at each frame. */
export interface ValueAnimation extends AnimationOptions {
  readonly onValue: (value: number) => void;
}

export class Animation {
  readonly context: Context;
  readonly handle: number;
  readonly options: StyleAnimation | ValueAnimation;

  constructor(context: Context, options: StyleAnimation | ValueAnimation) {
    this.context = context;
    this.options = options;
    const { from, to, durationMs, delayMs = 0, path = AnimationPath.Linear, repeatCount = 1, playBackMs = 0 } = options;
    const [target, property, selector] =
      'target' in options
        ? [options.target.handle, stylePropertyId(options.property), options.selector ?? 0]
        : [null, 0, 0];
    this.handle = context.native.animationStart(
      target,
      property,
      selector,
      from,
      to,
      durationMs,
      delayMs,
      path,
      repeatCount,
      playBackMs,
    );
    context.register(this.handle, this);
  }

  /** Ends the animation where it is now. */
  stop(): void {
    this.context.native.animationStop(this.handle);
  }
}
