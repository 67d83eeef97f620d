// LVGL divides by what it was given (a radius, a range, a zoom) without asking whether it is zero.
// The compiler's check for that calls one of these.
#include "lvgl_assert.h"

extern "C" {

// The names and arguments are those of GCC's and Clang's undefined-behaviour runtime, which is not linked.
void __ubsan_handle_divrem_overflow(void *, void *, void *) {
  lvgl_bindings_assert_failed("lvgl", 0, "a division by zero");
}
void __ubsan_handle_divrem_overflow_abort(void *, void *, void *) {
  lvgl_bindings_assert_failed("lvgl", 0, "a division by zero");
}
}
