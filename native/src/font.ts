import type { Context } from './context.ts';
import type { Size } from './native.ts';

/** A font, with the fonts that stand in for the glyphs it lacks. It stays in memory as long as a style uses it. */
export class Font {
  readonly context: Context;
  readonly handle: number;

  private constructor(context: Context, handle: number) {
    this.context = context;
    this.handle = handle;
    context.register(handle, this);
  }

  /** One of the fonts in the addon, by name; a wrong name is an error that lists them. */
  static builtIn(context: Context, name: string): Font {
    return new Font(context, context.native.fontBuiltIn(name));
  }

  /** From an LVGL binary font (lv_font_conv --format bin). */
  static fromBinary(context: Context, bytes: Uint8Array): Font {
    return new Font(context, context.native.fontLoad(bytes));
  }

  /** The font to ask next for a glyph that this one lacks. */
  fallBackOn(fallback: Font | null): this {
    this.context.native.fontSetFallback(this.handle, fallback === null ? null : fallback.handle);
    return this;
  }

  /** In pixels; the base line is measured from the bottom of the line. */
  get metrics(): { readonly lineHeight: number; readonly baseLine: number } {
    return this.context.native.fontMetrics(this.handle);
  }

  /** Whether the font or one of its fallbacks draws this character; else a box is drawn. */
  hasGlyph(character: string): boolean {
    const codePoint = character.codePointAt(0);
    return codePoint !== undefined && this.context.native.fontGlyphDepth(this.handle, codePoint) >= 0;
  }

  /** The size of a text in pixels, wrapped at `maxWidth`. */
  measure(text: string, maxWidth?: number): Size {
    return this.context.native.fontTextSize(this.handle, text, maxWidth);
  }

  /** Styles that use it keep it; it can be given to no more. */
  delete(): void {
    this.context.native.fontDelete(this.handle);
    this.context.forget(this.handle);
  }
}
