import type { Context } from './context.ts';
import type { Size } from './native.ts';

/** By UTF-16 unit of a text. The second unit of a surrogate pair has 0. */
export interface Advances {
  /** In front of the character that follows in the text; a pair of letters may stand closer together. */
  readonly beforeNext: Uint16Array;
  /** At the end of a line. */
  readonly asLast: Uint16Array;
}

/** A font, with fallback fonts for glyphs that it lacks. It stays in memory as long as a style uses it. */
export class Font {
  readonly context: Context;
  readonly handle: number;

  private constructor(context: Context, handle: number) {
    this.context = context;
    this.handle = handle;
    context.register(handle, this);
  }

  /** One of the addon's own fonts, by name. A wrong name gives an error that lists them. */
  static builtIn(context: Context, name: string): Font {
    return new Font(context, context.native.fontBuiltIn(name));
  }

  /** A font from the bytes of an LVGL binary font (lv_font_conv --format bin). */
  static fromBinary(context: Context, bytes: Uint8Array): Font {
    return new Font(context, context.native.fontLoad(bytes));
  }

  /** Sets the font that is used for glyphs that this one lacks. */
  fallBackOn(fallback: Font | null): this {
    this.context.native.fontSetFallback(this.handle, fallback === null ? null : fallback.handle);
    return this;
  }

  /** In px. The base line is measured from the bottom of the line. */
  get metrics(): { readonly lineHeight: number; readonly baseLine: number } {
    return this.context.native.fontMetrics(this.handle);
  }

  /** Whether the font or one of its fallbacks has this character. One that none has is drawn as a box. */
  hasGlyph(character: string): boolean {
    const codePoint = character.codePointAt(0);
    return codePoint !== undefined && this.context.native.fontGlyphDepth(this.handle, codePoint) >= 0;
  }

  /** The size of a text in px, wrapped at `maxWidth`. */
  measure(text: string, maxWidth?: number): Size {
    return this.context.native.fontTextSize(this.handle, text, maxWidth);
  }

  /**
   * How far each character takes the pen in one line, in px: what `measure` would tell of every part of the text, in
   * one call that takes time in proportion to its length.
   */
  advances(text: string): Advances {
    const both = this.context.native.fontAdvances(this.handle, text);
    return { beforeNext: both.subarray(0, text.length), asLast: both.subarray(text.length) };
  }

  /** Styles that use the font keep it. It cannot be given to further ones. */
  delete(): void {
    this.context.native.fontDelete(this.handle);
    this.context.forget(this.handle);
  }
}
