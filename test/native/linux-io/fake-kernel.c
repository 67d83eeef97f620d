// A kernel with one GPIO chip and one input device, for machines that have neither. Loaded in front of a process by
// LD_PRELOAD, it answers the calls that linux_io makes on /dev/gpiochip9 and /dev/input/event9. The wires are those of a
// key matrix without diodes; who joins a high row to a low one is counted. Commands come as lines on file 3, and each is
// answered with a line on file 4:
//   press ROW COLUMN, release ROW COLUMN     a contact of the matrix: rows are lines 0 to 7, columns 8 to 23
//   wire LINE LEVEL                          a line is joined to ground (0) or supply (1); 2: to nothing
//   hold CODE, drop CODE                     a key of the input device, without an event
//   event TYPE CODE VALUE                    an event of the input device
//   stick, loosen                            calls on chip and input device do not come back until it is loosened
//   gone, back                               chip and input device disappear, and can be opened again
//   count                                    only the answer
// In the environment, FAKE_FIRST is a command for the beginning, and FAKE_FORBIDDEN and FAKE_GRABBED refuse the devices.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/input.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { LINES = 32, ROWS = 8, FIRST_COLUMN = 8, COLUMNS = 16, FILES = 1024 };
enum kind { NOTHING, CHIP, REQUEST, INPUT };
struct file {
  enum kind kind;
  int events;  // the other end of the pipe
  int dead;
  unsigned edges;
  struct gpio_v2_line_request request;
  unsigned long long values;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file files[FILES];
static _Atomic int stuck = 0;
static int owner[LINES], wire[LINES], level[LINES], contact[ROWS][COLUMNS];
static unsigned char keys[KEY_CNT / 8];
static int gone, shorts, calls;

static int owned(int line) { return owner[line] > 0; }
static unsigned long long flags_of(int line) { return owned(line) ? files[owner[line]].request.config.flags : 0; }
static int index_of(int line) {
  const struct gpio_v2_line_request *request = &files[owner[line]].request;
  for (unsigned i = 0; i < request->num_lines; i += 1)
    if ((int)request->offsets[i] == line) return (int)i;
  return -1;
}

// What drives the line: 0, 1, or 2 for nothing.
static int drive(int line) {
  unsigned long long flags = flags_of(line);
  if (wire[line] != 2) return wire[line];
  if (!(flags & GPIO_V2_LINE_FLAG_OUTPUT)) return 2;
  int raw = (files[owner[line]].values >> index_of(line)) & 1;
  if (flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW) raw = !raw;
  if ((flags & GPIO_V2_LINE_FLAG_OPEN_SOURCE) && !raw) return 2;
  if ((flags & GPIO_V2_LINE_FLAG_OPEN_DRAIN) && raw) return 2;
  return raw;
}

static int joined(int a, int b) {
  if (a >= FIRST_COLUMN) { int swap = a; a = b; b = swap; }
  if (a >= ROWS || b < FIRST_COLUMN || b >= FIRST_COLUMN + COLUMNS) return 0;
  return contact[a][b - FIRST_COLUMN];
}

static void net_of(int line, int *net) {
  int found = 1;
  memset(net, 0, LINES * sizeof *net);
  net[line] = 1;
  while (found) {
    found = 0;
    for (int a = 0; a < LINES; a += 1)
      for (int b = 0; net[a] && b < LINES; b += 1)
        if (!net[b] && joined(a, b)) net[b] = found = 1;
  }
}

static int level_of(int line) {
  int net[LINES], low = 0, high = 0;
  net_of(line, net);
  for (int other = 0; other < LINES; other += 1) {
    if (!net[other]) continue;
    low += drive(other) == 0;
    high += drive(other) == 1;
  }
  if (low > 0 && high > 0) shorts += 1;
  if (low > 0 || high > 0) return high > 0;
  return (flags_of(line) & GPIO_V2_LINE_FLAG_BIAS_PULL_UP) != 0;
}

static void settle(void) {
  for (int line = 0; line < LINES; line += 1) {
    int before = level[line];
    unsigned long long flags = flags_of(line);
    level[line] = level_of(line);
    if (before == level[line] || !owned(line)) continue;
    int active = (flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW) ? !level[line] : level[line];
    if (!(flags & (active ? GPIO_V2_LINE_FLAG_EDGE_RISING : GPIO_V2_LINE_FLAG_EDGE_FALLING))) continue;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct gpio_v2_line_event event = {.timestamp_ns = now.tv_sec * 1000000000ull + now.tv_nsec,
                                       .id = active ? GPIO_V2_LINE_EVENT_RISING_EDGE : GPIO_V2_LINE_EVENT_FALLING_EDGE,
                                       .offset = (unsigned)line,
                                       .seqno = ++files[owner[line]].edges};
    if (write(files[owner[line]].events, &event, sizeof event) < 0) calls += 0;
  }
}

static int pipe_for(enum kind kind) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0 || ends[0] >= FILES) return -1;
  files[ends[0]] = (struct file){.kind = kind, .events = ends[1]};
  return ends[0];
}

static int refuse(int error) {
  errno = error;
  return -1;
}

static int request_lines(struct gpio_v2_line_request *request) {
  for (unsigned i = 0; i < request->num_lines; i += 1) {
    if (request->offsets[i] >= LINES) return refuse(EINVAL);
    if (owned((int)request->offsets[i])) return refuse(EBUSY);
  }
  int file = pipe_for(REQUEST);
  if (file < 0) return -1;
  request->fd = file;
  files[file].request = *request;
  if (request->config.num_attrs == 1) files[file].values = request->config.attrs[0].attr.values;
  for (unsigned i = 0; i < request->num_lines; i += 1) owner[request->offsets[i]] = file;
  for (int line = 0; line < LINES; line += 1) level[line] = level_of(line);
  return 0;
}

static int line_call(struct file *file, unsigned long what, struct gpio_v2_line_values *values) {
  if (what == GPIO_V2_LINE_SET_VALUES_IOCTL) {
    file->values = (file->values & ~values->mask) | (values->bits & values->mask);
    settle();
    return 0;
  }
  if (what != GPIO_V2_LINE_GET_VALUES_IOCTL) return refuse(ENOTTY);
  values->bits = 0;
  for (unsigned i = 0; i < file->request.num_lines; i += 1) {
    int raw = level[file->request.offsets[i]];
    int active = (file->request.config.flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW) ? !raw : raw;
    if (active) values->bits |= 1ull << i;
  }
  return 0;
}

static int input_call(unsigned long what, void *argument) {
  if (what == EVIOCGRAB) return getenv("FAKE_GRABBED") != NULL ? refuse(EBUSY) : 0;
  if (what == EVIOCSCLOCKID) return 0;
  if (what != EVIOCGKEY(sizeof keys)) return refuse(ENOTTY);
  memcpy(argument, keys, sizeof keys);
  return (int)sizeof keys;
}

static int device_call(struct file *file, unsigned long what, void *argument) {
  calls += 1;
  if (gone || file->dead) return refuse(ENODEV);
  if (file->kind == REQUEST) return line_call(file, what, argument);
  if (file->kind == INPUT) return input_call(what, argument);
  if (what == GPIO_V2_GET_LINE_IOCTL) return request_lines(argument);
  if (what != GPIO_GET_CHIPINFO_IOCTL) return refuse(ENOTTY);
  struct gpiochip_info *info = argument;
  *info = (struct gpiochip_info){.name = "gpiochip9", .label = "fake", .lines = LINES};
  return 0;
}

int ioctl(int number, unsigned long what, ...) {
  va_list list;
  va_start(list, what);
  void *argument = va_arg(list, void *);
  va_end(list);
  int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
  if (number < 0 || number >= FILES || files[number].kind == NOTHING) return real(number, what, argument);
  while (stuck) usleep(1000);
  pthread_mutex_lock(&lock);
  int result = device_call(&files[number], what, argument);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  int mode = va_arg(list, int);
  va_end(list);
  int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
  int isChip = strcmp(path, "/dev/gpiochip9") == 0;
  if (!isChip && strcmp(path, "/dev/input/event9") != 0) return real(path, flags, mode);
  if (getenv("FAKE_FORBIDDEN") != NULL) return refuse(EACCES);
  if (gone) return refuse(ENOENT);
  pthread_mutex_lock(&lock);
  int file = pipe_for(isChip ? CHIP : INPUT);
  pthread_mutex_unlock(&lock);
  return file;
}

int close(int number) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "close");
  if (number < 0 || number >= FILES || files[number].kind == NOTHING) return real(number);
  pthread_mutex_lock(&lock);
  if (!files[number].dead) real(files[number].events);
  files[number].kind = NOTHING;
  for (int line = 0; line < LINES; line += 1)
    if (owner[line] == number) owner[line] = 0;
  pthread_mutex_unlock(&lock);
  return real(number);
}

// Node reads a folder by this. The chip stands beside what else is in /dev.
int scandir64(const char *path, struct dirent64 ***found, int (*wanted)(const struct dirent64 *),
              int (*order)(const struct dirent64 **, const struct dirent64 **)) {
  int (*real)(const char *, struct dirent64 ***, int (*)(const struct dirent64 *),
              int (*)(const struct dirent64 **, const struct dirent64 **)) =
      (int (*)(const char *, struct dirent64 ***, int (*)(const struct dirent64 *),
               int (*)(const struct dirent64 **, const struct dirent64 **)))dlsym(RTLD_NEXT, "scandir64");
  int count = real(path, found, wanted, order);
  if (count < 0 || gone || strcmp(path, "/dev") != 0) return count;
  struct dirent64 *chip = calloc(1, sizeof *chip);
  *found = realloc(*found, (unsigned)(count + 1) * sizeof **found);
  if (chip == NULL || *found == NULL) abort();
  strcpy(chip->d_name, "gpiochip9");
  (*found)[count] = chip;
  return count + 1;
}

static void obey(const char *line) {
  int a = 0, b = 0, c = 0;
  if (sscanf(line, "press %d %d", &a, &b) == 2) contact[a][b] = 1;
  else if (sscanf(line, "release %d %d", &a, &b) == 2) contact[a][b] = 0;
  else if (sscanf(line, "wire %d %d", &a, &b) == 2) wire[a] = b;
  else if (sscanf(line, "hold %d", &a) == 1) keys[a / 8] |= (unsigned char)(1 << (a % 8));
  else if (sscanf(line, "drop %d", &a) == 1) keys[a / 8] &= (unsigned char)~(1 << (a % 8));
  else if (strncmp(line, "stick", 5) == 0) stuck = 1;
  else if (strncmp(line, "loosen", 6) == 0) stuck = 0;
  else if (strncmp(line, "gone", 4) == 0) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "close");
    gone = 1;
    for (int i = 0; i < FILES; i += 1)
      if (files[i].kind != NOTHING && !files[i].dead) files[i].dead = 1, real(files[i].events);
  } else if (strncmp(line, "back", 4) == 0) gone = 0;
  else if (sscanf(line, "event %d %d %d", &a, &b, &c) == 3) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct input_event event = {.type = (unsigned short)a, .code = (unsigned short)b, .value = c};
    event.input_event_sec = now.tv_sec;
    event.input_event_usec = now.tv_nsec / 1000;
    for (int i = 0; i < FILES; i += 1)
      if (files[i].kind == INPUT && write(files[i].events, &event, sizeof event) < 0) calls += 0;
  }
  if (!gone) settle();
}

static void *commands(void *unused) {
  FILE *in = fdopen(3, "r");
  char line[100];
  while (in != NULL && fgets(line, sizeof line, in) != NULL) {
    pthread_mutex_lock(&lock);
    obey(line);
    char levels[LINES + 1] = {0};
    for (int i = 0; i < LINES; i += 1) levels[i] = (char)('0' + level[i]);
    dprintf(4, "{\"shorts\":%d,\"calls\":%d,\"levels\":\"%s\"}\n", shorts, calls, levels);
    pthread_mutex_unlock(&lock);
  }
  return unused;
}

__attribute__((constructor)) static void begin(void) {
  pthread_t thread;
  for (int line = 0; line < LINES; line += 1) wire[line] = 2;
  if (getenv("FAKE_FIRST") != NULL) obey(getenv("FAKE_FIRST"));
  if (fcntl(3, F_GETFL) >= 0 && fcntl(4, F_GETFL) >= 0) pthread_create(&thread, NULL, commands, NULL);
}
