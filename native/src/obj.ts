import { ObjProperties, objPropertyIds, type ObjValues } from './generated/widgets/obj.ts';

/** Any object: a plain box, a screen, or what a widget of a special class also is. */
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

  /** Moves the object, with all in it, into another one. */
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

  /** By position; -1 is the last (youngest) one. */
  child(index: number): Obj | null {
    return this.#other(this.context.native.child(this.handle, index));
  }

  /** The place among its siblings. */
  get index(): number {
    return this.context.native.index(this.handle);
  }

  /** Changes the place among the siblings; later ones are drawn over earlier ones. */
  moveToIndex(index: number): this {
    this.context.native.moveToIndex(this.handle, index);
    return this;
  }

  /** The first object in the tree below that has this name (see setName). */
  findByName(name: string): Obj | null {
    return this.#other(this.context.native.methods.obj_find_by_name(this.handle, name));
  }

  /** The object itself and all below it, parents before children. */
  *walk(): Generator<Obj> {
    yield this;
    for (const child of this.children) yield* child.walk();
  }

  /** Focuses the object within its group. */
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
