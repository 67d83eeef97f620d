import { ObjProperties, objPropertyIds, type ObjValues } from './generated/widgets/obj.ts';

/** Any object: a plain box, a screen, or the common part of a widget of a special class. */
export class Obj extends ObjProperties {
  /** LVGL's `lv_obj_create`. */
  static create(parent: Obj, values: ObjValues = {}): Obj {
    return createWidget(parent, 0).set(values);
  }

  set(values: ObjValues): this {
    return this.assign(objPropertyIds, values);
  }

  /** Null for a screen. */
  get parent(): Obj | null {
    return this.#other(this.context.native.parent(this.handle));
  }

  /** Moves the object, with everything in it, into another one. */
  setParent(parent: Obj): this {
    this.context.native.setParent(this.handle, parent.handle);
    return this;
  }

  get screen(): Obj {
    return this.parent?.screen ?? this;
  }

  get childCount(): number {
    return this.context.native.childCount(this.handle);
  }

  get children(): Obj[] {
    return Array.from({ length: this.childCount }, (_, i) => this.child(i)).filter((child) => child !== null);
  }

  /** A child by its position; -1 is the last (youngest) one. Null when there is none. */
  child(index: number): Obj | null {
    return this.#other(this.context.native.child(this.handle, index));
  }

  /** The position among its siblings. */
  get index(): number {
    return this.context.native.index(this.handle);
  }

  /** Changes the position among the siblings. Later ones are drawn over earlier ones. */
  moveToIndex(index: number): this {
    this.context.native.moveToIndex(this.handle, index);
    return this;
  }

  /** The first object below this one that has this name (see setName); null when there is none. */
  findByName(name: string): Obj | null {
    return this.#other(this.context.native.methods.obj_find_by_name(this.handle, name));
  }

  /** The object itself and all below it, parents before children. */
  *walk(): Generator<Obj> {
    yield this;
    for (const child of this.children) yield* child.walk();
  }

  /** Gives the object the focus of its group. */
  focus(): this {
    this.context.native.groupFocus(this.handle);
    return this;
  }

  #other(handle: number | null): Obj | null {
    return handle === null ? null : (this.context.wrap(handle) as Obj);
  }
}

/** Creates an object of the class with this index in LVGL's class table (addon/generated/classes.inc). */
export function createWidget(parent: Obj, classIndex: number): Obj {
  return parent.context.wrap(parent.context.native.create(classIndex, parent.handle, null)) as Obj;
}
