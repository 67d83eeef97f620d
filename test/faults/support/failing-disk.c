// Loaded by LD_PRELOAD: while the file that FAILING_DISK_ORDER names holds an errno, every change to what lies under FAILING_DISK fails with
// it, also through files that are open already: a medium that is full (ENOSPC), or that the kernel has made read-only after an error
// (EROFS), which no remount can do to a folder in use. Reading goes on.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int ordered(void) {
  const char *order = getenv("FAILING_DISK_ORDER");
  if (order == NULL) return 0;
  int file = (int)syscall(SYS_openat, AT_FDCWD, order, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char text[8] = {0};
  ssize_t bytes = read(file, text, sizeof text - 1);
  close(file);
  return bytes > 0 ? atoi(text) : 0;
}

static int is_under(const char *path) {
  const char *folder = getenv("FAILING_DISK");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

/* Whether a change of this file must fail; sets errno. */
static int refuses(int file) {
  int saved = errno;
  int with = ordered();
  errno = saved;
  if (with == 0) return 0;
  char link[32], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  errno = saved;
  if (length < 0) return 0;
  path[length] = 0;
  if (!is_under(path)) return 0;
  errno = with;
  return 1;
}

static int refuses_path(const char *path, int flags) {
  if ((flags & (O_CREAT | O_WRONLY | O_RDWR)) == 0 || !is_under(path)) return 0;
  int with = ordered();
  /* On a full disk a file that is there may be opened. */
  if (with == 0 || (with == ENOSPC && access(path, F_OK) == 0)) return 0;
  errno = with;
  return 1;
}

#define REALLY(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *from, size_t bytes) {
  return refuses(file) ? -1 : REALLY(write)(file, from, bytes);
}
ssize_t pwrite(int file, const void *from, size_t bytes, off_t at) {
  return refuses(file) ? -1 : REALLY(pwrite)(file, from, bytes, at);
}
ssize_t pwrite64(int file, const void *from, size_t bytes, off64_t at) {
  return refuses(file) ? -1 : REALLY(pwrite64)(file, from, bytes, at);
}
int ftruncate(int file, off_t length) { return refuses(file) ? -1 : REALLY(ftruncate)(file, length); }
int ftruncate64(int file, off64_t length) { return refuses(file) ? -1 : REALLY(ftruncate64)(file, length); }

#define OPEN(name)                                             \
  int name(const char *path, int flags, ...) {                 \
    va_list rest;                                              \
    va_start(rest, flags);                                     \
    mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                              \
    return refuses_path(path, flags) ? -1 : REALLY(name)(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)
