import type { Context } from './context.ts';

/** A timer by LVGL's own clock. It runs in the loop, stands still with it, and ends with LVGL. */
export class Timer {
  readonly context: Context;
  readonly handle: number;
  readonly run: () => void;

  /** `repeatCount` is how many times it runs; -1 for ever. */
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

  /** Makes the timer due now. */
  trigger(): void {
    this.context.native.timerControl(this.handle, 2);
  }

  /** Starts the period again. */
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
