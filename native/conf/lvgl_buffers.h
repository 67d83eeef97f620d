#ifndef LVGL_BINDINGS_BUFFERS_H
#define LVGL_BINDINGS_BUFFERS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The bytes of a piece, when LVGL draws a layer in pieces: at least one row of the widest one.
uint32_t lvgl_bindings_layer_bytes(void);

#ifdef __cplusplus
}
#endif

#endif
