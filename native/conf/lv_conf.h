// Only what differs from LVGL's own defaults (src/lv_conf_internal.h).
#ifndef LV_CONF_H
#define LV_CONF_H

#define LV_COLOR_DEPTH 16

#define LV_USE_STDLIB_MALLOC LV_STDLIB_CLIB
#define LV_USE_STDLIB_STRING LV_STDLIB_CLIB
#define LV_USE_STDLIB_SPRINTF LV_STDLIB_CLIB

// At most one frame every 16 ms while something moves, and none while nothing does.
#define LV_DEF_REFR_PERIOD 16

// The wrappers are generated from property names and type codes.
#define LV_USE_OBJ_PROPERTY 1
#define LV_USE_OBJ_PROPERTY_NAME 1
#define LV_USE_OBJ_NAME 1

// How much of a layer is drawn at once. A number would be too small for some layers (addon/layers.cpp).
#include "lvgl_buffers.h"
#define LV_DRAW_LAYER_SIMPLE_BUF_SIZE lvgl_bindings_layer_bytes()

#define LV_USE_SNAPSHOT 1
#define LV_USE_LODEPNG 1
#define LV_USE_GIF 1
#define LV_USE_QRCODE 1
#define LV_USE_BARCODE 1
#define LV_USE_FS_MEMFS 1
#define LV_FS_MEMFS_LETTER 'M'
#define LV_USE_FLOAT 0
#define LV_FONT_FMT_TXT_LARGE 1
#define LV_FONT_MONTSERRAT_14 1
#define LV_GRADIENT_MAX_STOPS 8
#define LV_OBJ_STYLE_CACHE 1

// LVGL's warnings and errors go to JavaScript (Lvgl.open({ log })).
#define LV_USE_LOG 1
#define LV_LOG_LEVEL LV_LOG_LEVEL_WARN
#define LV_LOG_PRINTF 0
#define LV_LOG_USE_TIMESTAMP 0

// A failed assertion of LVGL throws up to the JavaScript call that caused it (see addon/environment.h). LVGL's default
// is an endless loop.
#define LV_USE_ASSERT_NULL 1
#define LV_USE_ASSERT_MALLOC 1
#define LV_ASSERT_HANDLER_INCLUDE "lvgl_assert.h"
#define LV_ASSERT_HANDLER lvgl_bindings_assert_failed(__FILE__, __LINE__, __func__);

#endif
