#ifndef LVGL_BINDINGS_ASSERT_H
#define LVGL_BINDINGS_ASSERT_H

#ifdef __cplusplus
extern "C" {
#endif

// Never returns. It throws through LVGL's functions, which are compiled with -fexceptions for this reason.
__attribute__((noreturn)) void lvgl_bindings_assert_failed(const char *file, int line, const char *function);

#ifdef __cplusplus
}
#endif

#endif
