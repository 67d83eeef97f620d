#include "compiled_fonts.h"

#if __has_include("fonts.inc")
extern "C" {
#define LVGL_FONT(name, symbol, lineHeight, baseLine) extern const lv_font_t symbol;
#include "fonts.inc"
#undef LVGL_FONT
}
#endif

const std::vector<CompiledFont> &compiledFonts() {
  static const std::vector<CompiledFont> fonts = {
      {"montserrat-14", &lv_font_montserrat_14, 0, 0},
#if __has_include("fonts.inc")
#define LVGL_FONT(name, symbol, lineHeight, baseLine) {name, &symbol, lineHeight, baseLine},
#include "fonts.inc"
#undef LVGL_FONT
#endif
  };
  return fonts;
}
