import type { Context } from './context.ts';

/** A timer of LVGL's own clock: it runs from the loop, stands still with it, and dies with LVGL. */
export class Timer {
  readonly context: Context;
  readonly handle: number;
  readonly run: () => void;

  /** `repeatCount`: how many times, or -1 for ever. */
  constructor(context: Context, periodMs: number, run: () => void, repeatCount = -1) {
    this.context = context;
    this.run = run;
    this.handle = context.native.timerCreate(periodMs, repeatCount);
    context.register(this.handle, this);
  }

  pause(): void {
    this.context.native.timerControl(this.handle, 0);
  }

  resume(): void {
    this.context.native.timerControl(this.handle, 1);
  }

  /** Makes it due now. */
  trigger(): void {
    this.context.native.timerControl(this.handle, 2);
  }

  /** Its period starts anew. */
  restart(): void {
    this.context.native.timerControl(this.handle, 3);
  }

  setPeriod(periodMs: number): void {
    this.context.native.timerSetPeriod(this.handle, periodMs);
  }

  delete(): void {
    this.context.native.timerDelete(this.handle);
    this.context.forget(this.handle);
  }
}
