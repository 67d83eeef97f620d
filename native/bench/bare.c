// One typed character to pixels in bare C: what the same change costs without JavaScript.
// Prints the nanoseconds of every sample.
//   usage: lvgl-bench SAMPLES
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lvgl.h"
#include "lvgl_assert.h"
#include "scene.h"

extern const lv_font_t font_inter_16;

static uint16_t buffer[SCENE_WIDTH * SCENE_HEIGHT];
static uint16_t frame[SCENE_WIDTH * SCENE_HEIGHT];
static uint32_t key;
static lv_indev_state_t state = LV_INDEV_STATE_RELEASED;

void lvgl_bindings_assert_failed(const char *file, int line, const char *function) {
  fprintf(stderr, "%s:%d %s\n", file, line, function);
  abort();
}

// The compiler's check for divisions by zero, as in the addon.
// NOLINTNEXTLINE(misc-use-internal-linkage): it is LVGL's object files that call it
void __ubsan_handle_divrem_overflow(void *data, void *left, void *right);
void __ubsan_handle_divrem_overflow(void *data, void *left, void *right) {
  (void)data;
  (void)left;
  (void)right;
  abort();
}

// The addon has these in layers.cpp. Here nothing is wider than the display.
// NOLINTNEXTLINE(misc-use-internal-linkage): it is LVGL's object files that call it
int32_t lvgl_bindings_widest_row(const lv_display_t *display);
int32_t lvgl_bindings_widest_row(const lv_display_t *display) { return lv_display_get_horizontal_resolution(display); }
uint32_t lvgl_bindings_layer_bytes(void) { return (uint32_t)sizeof(buffer); }

static uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

static uint32_t tick(void) { return (uint32_t)(now_ns() / 1000000U); }

static void flush(lv_display_t *display, const lv_area_t *area, uint8_t *pixels) {
  const size_t row = (size_t)lv_area_get_width(area) * 2;
  for (int32_t y = area->y1; y <= area->y2; y += 1) {
    memcpy(frame + (size_t)y * SCENE_WIDTH + area->x1, pixels + (size_t)(y - area->y1) * row, row);
  }
  lv_display_flush_ready(display);
}

static void read_key(lv_indev_t *indev, lv_indev_data_t *data) {
  (void)indev;
  data->key = key;
  data->state = state;
}

static lv_obj_t *build(lv_display_t *display) {
  lv_display_set_theme(display, NULL);
  lv_obj_t *screen = lv_display_get_screen_active(display);
  lv_obj_remove_style_all(screen);
  lv_obj_set_style_bg_color(screen, lv_color_hex(0x0b0f14), 0);
  lv_obj_set_style_bg_opa(screen, LV_OPA_COVER, 0);
  lv_obj_set_style_text_color(screen, lv_color_hex(0xf2f6fa), 0);
  lv_obj_set_style_text_font(screen, &font_inter_16, 0);
  lv_obj_t *thread = lv_obj_create(screen);
  lv_obj_set_pos(thread, 0, 0);
  lv_obj_set_size(thread, SCENE_WIDTH, SCENE_HEIGHT - SCENE_FIELD_HEIGHT);
  lv_obj_set_flex_flow(thread, LV_FLEX_FLOW_COLUMN);
  lv_obj_t *bubble = NULL;
  for (int i = 0; i < SCENE_BUBBLES; i += 1) {
    bubble = lv_label_create(thread);
    lv_obj_set_width(bubble, SCENE_BUBBLE_WIDTH);
    lv_obj_set_style_bg_color(bubble, lv_color_hex(0x222c38), 0);
    lv_obj_set_style_bg_opa(bubble, LV_OPA_COVER, 0);
    lv_obj_set_style_radius(bubble, 8, 0);
    lv_label_set_text(bubble, SCENE_TEXT);
  }
  lv_obj_scroll_to_view(bubble, LV_ANIM_OFF);
  lv_obj_t *field = lv_textarea_create(screen);
  lv_obj_set_pos(field, 0, SCENE_HEIGHT - SCENE_FIELD_HEIGHT);
  lv_obj_set_size(field, SCENE_WIDTH, SCENE_FIELD_HEIGHT);
  lv_textarea_set_one_line(field, true);
  lv_obj_set_style_bg_color(field, lv_color_hex(0x161d26), 0);
  lv_obj_set_style_bg_opa(field, LV_OPA_COVER, 0);
  return field;
}

int main(int count, char **arguments) {
  const long samples = count > 1 ? strtol(arguments[1], NULL, 10) : 2000;
  lv_init();
  lv_tick_set_cb(tick);
  lv_display_t *display = lv_display_create(SCENE_WIDTH, SCENE_HEIGHT);
  lv_display_set_flush_cb(display, flush);
  lv_display_set_buffers(display, buffer, NULL, sizeof buffer, LV_DISPLAY_RENDER_MODE_PARTIAL);
  lv_obj_t *field = build(display);
  lv_group_t *group = lv_group_create();
  lv_group_add_obj(group, field);
  lv_indev_t *indev = lv_indev_create();
  lv_indev_set_type(indev, LV_INDEV_TYPE_KEYPAD);
  lv_indev_set_read_cb(indev, read_key);
  lv_indev_set_mode(indev, LV_INDEV_MODE_EVENT);
  lv_indev_set_group(indev, group);
  lv_refr_now(display);
  for (long i = 0; i < samples; i += 1) {
    if (i % SCENE_LONGEST == 0) {
      lv_textarea_set_text(field, "");
      lv_refr_now(display);
    }
    const uint64_t start = now_ns();
    key = 'a' + (uint32_t)(i % 26);
    state = LV_INDEV_STATE_PRESSED;
    lv_indev_read(indev);
    state = LV_INDEV_STATE_RELEASED;
    lv_indev_read(indev);
    lv_refr_now(display);
    printf("%llu\n", (unsigned long long)(now_ns() - start));
  }
  return 0;
}
