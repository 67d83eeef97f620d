// LVGL divides by values that it was given (a radius, a range, a zoom) without checking for zero. The compiler's check
// for such divisions calls one of these functions.
#include "lvgl_assert.h"

extern "C" {

// Names and arguments are those of GCC's and Clang's undefined-behaviour runtime, which is not linked.
void __ubsan_handle_divrem_overflow(void *, void *, void *) {
  lvgl_bindings_assert_failed("lvgl", 0, "a division by zero");
}
void __ubsan_handle_divrem_overflow_abort(void *, void *, void *) {
  lvgl_bindings_assert_failed("lvgl", 0, "a division by zero");
}
}
