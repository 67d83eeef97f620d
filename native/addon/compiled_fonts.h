// The fonts that are compiled into the addon.
#pragma once

#include <cstdint>
#include <vector>

#include "lvgl_api.h"

struct CompiledFont {
  const char *name;
  const lv_font_t *font;
  int32_t lineHeight;  // 0: as in the font
  int32_t baseLine;
  const char *fallback;  // by name; null: none
};

const std::vector<CompiledFont> &compiledFonts();
