// What LVGL's drawing cannot be trusted with. The linker puts these functions in front of LVGL's own (--wrap in
// CMakeLists.txt), because LVGL calls them from its own code, where no check of arguments can stand.
#include <cstddef>

#include "lvgl_api.h"
#include "lvgl_assert.h"

namespace {

// In one update of a screen's layout. A screen full of widgets needs a few hundred.
constexpr uint32_t mostLayouts = 5'000;
uint32_t layoutsApplied = 0;

}  // namespace

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" {

void *__real_lv_malloc(size_t size);
void *__real_lv_malloc_zeroed(size_t size);
void *__real_lv_realloc(void *data, size_t size);
void __real_lv_layout_apply(lv_obj_t *object);
lv_result_t __real_lv_display_send_event(lv_display_t *display, lv_event_code_t code, void *parameter);
void __real_lv_draw_rect(lv_layer_t *layer, const lv_draw_rect_dsc_t *dsc, const lv_area_t *coords);
void __real_lv_draw_sw_box_shadow(lv_draw_task_t *task, const lv_draw_box_shadow_dsc_t *dsc, const lv_area_t *coords);
void __real_lv_text_get_size_attributes(lv_point_t *size, const char *text, const lv_font_t *font,
                                        lv_text_attributes_t *attributes);
void __real_lv_draw_sw_blur(lv_draw_task_t *task, const lv_draw_blur_dsc_t *dsc, const lv_area_t *coords);

// LVGL does not look at every result. Without memory the call fails; the process goes on.
void *__wrap_lv_malloc(size_t size) {
  void *memory = __real_lv_malloc(size);
  if (memory == nullptr) lvgl_bindings_assert_failed("", 0, "lv_malloc: no memory of that size");
  return memory;
}

void *__wrap_lv_malloc_zeroed(size_t size) {
  void *memory = __real_lv_malloc_zeroed(size);
  if (memory == nullptr) lvgl_bindings_assert_failed("", 0, "lv_malloc_zeroed: no memory of that size");
  return memory;
}

void *__wrap_lv_realloc(void *data, size_t size) {
  void *memory = __real_lv_realloc(data, size);
  if (memory == nullptr && size > 0) lvgl_bindings_assert_failed("", 0, "lv_realloc: no memory of that size");
  return memory;
}

// LVGL repeats the layout of a screen until nothing changes any more. With some values (a width in percent of a parent
// that is as wide as its content) every round changes something, for ever.
void __wrap_lv_layout_apply(lv_obj_t *object) {
  layoutsApplied += 1;
  if (layoutsApplied <= mostLayouts) {
    __real_lv_layout_apply(object);
    return;
  }
  // The layout stays as the last round left it.
  lv_obj_get_screen(object)->scr_layout_inv = 0;
  if (layoutsApplied > 2 * mostLayouts) lvgl_bindings_assert_failed("", 0, "a layout that never comes to rest");
}

lv_result_t __wrap_lv_display_send_event(lv_display_t *display, lv_event_code_t code, void *parameter) {
  if (code == LV_EVENT_UPDATE_LAYOUT_COMPLETED) layoutsApplied = 0;
  return __real_lv_display_send_event(display, code, parameter);
}

// Widgets that cut their area into cells (button matrix, table, calendar) make cells of negative size when their
// padding leaves nothing, and LVGL computes buffer sizes of them.
void __wrap_lv_draw_rect(lv_layer_t *layer, const lv_draw_rect_dsc_t *dsc, const lv_area_t *coords) {
  if (lv_area_get_width(coords) <= 0 || lv_area_get_height(coords) <= 0) return;
  __real_lv_draw_rect(layer, dsc, coords);
}

// A negative spread that is larger than half the rectangle leaves nothing that could throw a shadow, and would become
// a negative radius and with it a negative size of the blur's buffer.
void __wrap_lv_draw_sw_box_shadow(lv_draw_task_t *task, const lv_draw_box_shadow_dsc_t *dsc, const lv_area_t *coords) {
  if (lv_area_get_width(coords) + 2 * dsc->spread <= 0 || lv_area_get_height(coords) + 2 * dsc->spread <= 0) return;
  __real_lv_draw_sw_box_shadow(task, dsc, coords);
}

// To be quick, a blur computes every second or third pixel and row, and copies it over those that it has left out.
// Where the buffer ends before them it writes behind its end. So what is narrower or lower than that is blurred pixel
// by pixel.
void __wrap_lv_draw_sw_blur(lv_draw_task_t *task, const lv_draw_blur_dsc_t *dsc, const lv_area_t *coords) {
  constexpr int32_t mostLeftOut = 2;
  lv_area_t blurred;
  if (!lv_area_intersect(&blurred, coords, &task->clip_area)) return;
  const lv_area_t &buffer = task->target_layer->buf_area;
  lv_draw_blur_dsc_t drawn = *dsc;
  if (blurred.x2 - buffer.x1 < mostLeftOut || blurred.y2 - buffer.y1 < mostLeftOut) {
    drawn.quality = LV_BLUR_QUALITY_PRECISION;
  }
  __real_lv_draw_sw_blur(task, &drawn, coords);
}

// A roller that is made inside an object that writes from right to left measures its label before the label has a text.
void __wrap_lv_text_get_size_attributes(lv_point_t *size, const char *text, const lv_font_t *font,
                                        lv_text_attributes_t *attributes) {
  __real_lv_text_get_size_attributes(size, text == nullptr ? "" : text, font, attributes);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)
