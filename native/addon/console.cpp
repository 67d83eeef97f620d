#include "console.h"

#include <fcntl.h>
#include <linux/kd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

#include "failure.h"

void setConsoleDraws(const std::string &path, bool draws) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (file < 0) failSystem("cannot open console " + path);
  const int error = ioctl(file, KDSETMODE, draws ? KD_TEXT : KD_GRAPHICS) == 0 ? 0 : errno;
  ::close(file);
  if (error != 0) failSystem("cannot take the screen from console " + path, error);
}
