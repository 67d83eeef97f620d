import type { Context } from './context.ts';
import type { Obj } from './obj.ts';

/** Objects of which one has the focus, so that keys go to it. */
export class Group {
  readonly context: Context;
  readonly handle: number;
  /** Called when focusNext() or focusPrevious() would have to wrap around: true at the end, false at the beginning. */
  onEdge: ((atEnd: boolean) => void) | undefined;

  constructor(context: Context) {
    this.context = context;
    this.handle = context.native.groupCreate();
    context.register(this.handle, this);
  }

  /** Adds objects. The first one added gets the focus. An object is in one group at most. */
  add(...objects: readonly Obj[]): this {
    for (const object of objects) this.context.native.groupAdd(this.handle, object.handle);
    return this;
  }

  remove(object: Obj): this {
    this.context.native.groupRemove(object.handle);
    return this;
  }

  clear(): this {
    this.context.native.groupClear(this.handle);
    return this;
  }

  get focused(): Obj | null {
    const handle = this.context.native.groupFocused(this.handle);
    return handle === null ? null : (this.context.wrap(handle) as Obj);
  }

  get objects(): Obj[] {
    return this.context.native.groupObjects(this.handle).map((handle) => this.context.wrap(handle) as Obj);
  }

  focusNext(): this {
    this.context.native.groupStep(this.handle, true);
    return this;
  }

  focusPrevious(): this {
    this.context.native.groupStep(this.handle, false);
    return this;
  }

  /** While frozen, the focus stays where it is. */
  freeze(on: boolean): this {
    this.context.native.groupSet(this.handle, 0, on);
    return this;
  }

  setEditing(on: boolean): this {
    this.context.native.groupSet(this.handle, 1, on);
    return this;
  }

  /** Whether the focus goes on from the last object to the first. LVGL's default is true. */
  setWrap(on: boolean): this {
    this.context.native.groupSet(this.handle, 2, on);
    return this;
  }

  /** Sends a key straight to the focused object, without a keypad. */
  sendKey(key: number): boolean {
    return this.context.native.groupSendKey(this.handle, key);
  }

  delete(): void {
    this.context.native.groupDelete(this.handle);
    this.context.forget(this.handle);
  }
}
