// Layers: pictures aside, in which LVGL draws an object that it then turns, scales, masks or blends as a whole. Some of
// these functions stand in front of LVGL's own (see drawing.cpp), others are called in place of one (CMakeLists.txt,
// conf/lv_conf.h).
#include <algorithm>
#include <cstdint>

#include "lvgl_api.h"
#include "lvgl_buffers.h"

namespace {

// The side of the largest image (images.cpp).
constexpr int32_t widestImage = 4096;
constexpr uint32_t widestPixelBytes = 4;

int32_t widestLayer() {
  int32_t widest = 1;
  const lv_display_t *display = lv_refr_get_disp_refreshing();
  if (display == nullptr) return widest;
  for (const lv_layer_t *layer = display->layer_head; layer != nullptr; layer = layer->next) {
    widest = std::max(widest, lv_area_get_width(&layer->buf_area));
  }
  return widest;
}

}  // namespace

extern "C" {

// LVGL changes the colours of an image, or turns it, in pieces of as many rows as go into four rows of the display. An
// image in a layer that is scaled down, one that is drawn as tiles, and a picture of an object that no display shows
// can be wider than that: the pieces would have no rows, and there would be no end of them.
int32_t lvgl_bindings_widest_row(const lv_display_t *) { return std::max(widestImage, widestLayer()); }

// The same holds for a layer that is drawn in pieces.
uint32_t lvgl_bindings_layer_bytes(void) {
  constexpr uint32_t usual = 24 * 1024;  // LVGL's default
  return std::max(usual, widestPixelBytes * static_cast<uint32_t>(widestLayer()));
}

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming)
void __real_lv_draw_layer(lv_layer_t *layer, const lv_draw_image_dsc_t *dsc, const lv_area_t *coords);

// A layer is freed when it has been drawn into the layer around it. LVGL forgets one that is scaled to nothing, and one
// that is to be skewed, which its software renderer cannot do, it takes for drawn at once. Either way a layer stays
// listed that points to a freed one. So the first is drawn without being seen, and the second without being skewed.
void __wrap_lv_draw_layer(lv_layer_t *layer, const lv_draw_image_dsc_t *dsc, const lv_area_t *coords) {
  lv_draw_image_dsc_t drawn = *dsc;
  drawn.skew_x = 0;
  drawn.skew_y = 0;
  if (drawn.scale_x <= 0 || drawn.scale_y <= 0) {
    drawn.scale_x = LV_SCALE_NONE;
    drawn.scale_y = LV_SCALE_NONE;
    drawn.opa = LV_OPA_TRANSP;
  }
  __real_lv_draw_layer(layer, &drawn, coords);
}
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

}  // extern "C"
