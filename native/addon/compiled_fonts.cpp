#include "compiled_fonts.h"

#if __has_include("fonts.inc")
extern "C" {
#define LVGL_FONT(name, symbol, lineHeight, baseLine, fallback) extern const lv_font_t symbol;
#include "fonts.inc"
#undef LVGL_FONT
}
#endif

const std::vector<CompiledFont> &compiledFonts() {
  static const std::vector<CompiledFont> fonts = {
      {.name = "montserrat-14", .font = &lv_font_montserrat_14, .lineHeight = 0, .baseLine = 0, .fallback = nullptr},
#if __has_include("fonts.inc")
#define LVGL_FONT(name, symbol, lineHeight, baseLine, fallback) {name, &(symbol), lineHeight, baseLine, fallback},
#include "fonts.inc"
#undef LVGL_FONT
#endif
  };
  return fonts;
}
