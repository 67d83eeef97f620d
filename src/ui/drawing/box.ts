import { Obj, ObjFlag, RADIUS_CIRCLE } from '../../../native/src/index.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const ROUND = RADIUS_CIRCLE;

/**
 * A rectangle. Screens consist only of these and of texts. It remembers what it was told and passes on only what
 * differs, because each call into LVGL that changes something marks pixels to be drawn again.
 */
export class Box {
  readonly obj: Obj;
  #place: Place = { x: 0, y: 0, width: 0, height: 0 };
  #ground: number | null = null;
  #border: string | null = null;
  #radius = 0;
  #shown = true;

  constructor(parent: Box | Obj, place?: Place) {
    this.obj = Obj.create(parent instanceof Box ? parent.obj : parent);
    // Without this, LVGL's own theme would give the box a background, a border and padding.
    this.obj.removeAllStyles();
    this.obj.removeFlag(ObjFlag.Scrollable | ObjFlag.Clickable);
    if (place !== undefined) this.place(place);
  }

  get area(): Place {
    return this.#place;
  }

  get shown(): boolean {
    return this.#shown;
  }

  place(place: Place): this {
    const { x, y, width, height } = this.#place;
    if (place.x !== x || place.y !== y) this.obj.setPos(place.x, place.y);
    if (place.width !== width || place.height !== height) this.obj.setSize(place.width, place.height);
    this.#place = place;
    return this;
  }

  /** The background; null makes it transparent. */
  ground(colour: number | null): this {
    if (colour === this.#ground) return this;
    this.obj.style(colour === null ? { bgOpa: 0 } : { bgColor: colour, bgOpa: 255 });
    this.#ground = colour;
    return this;
  }

  /** A colour that lets through what lies under it. */
  veil(colour: number, opacity: number): this {
    this.obj.style({ bgColor: colour, bgOpa: opacity });
    return this;
  }

  border(colour: number, widthPx: number): this {
    const border = `${colour} ${widthPx}`;
    if (border === this.#border) return this;
    this.obj.style({ borderColor: colour, borderWidth: widthPx, borderOpa: 255 });
    this.#border = border;
    return this;
  }

  radius(radiusPx: number): this {
    if (radiusPx === this.#radius) return this;
    this.obj.style({ radius: radiusPx });
    this.#radius = radiusPx;
    return this;
  }

  show(shown: boolean): this {
    if (shown === this.#shown) return this;
    this.obj.setFlag(ObjFlag.Hidden, !shown);
    this.#shown = shown;
    return this;
  }

  delete(): void {
    this.obj.delete();
  }
}
