// An open file of the kernel, closed with its owner.
#pragma once

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "refusal.h"

class File {
 public:
  File() = default;
  // O_CLOEXEC, so that no child keeps a line or a device of ours.
  File(const std::string &path, unsigned flags)
      : number_(::open(path.c_str(), static_cast<int>(flags | O_CLOEXEC))), path_(path) {
    if (number_ < 0) refuse("open", path);
  }
  // Takes over a file that the kernel has opened for us.
  File(int number, std::string path) : number_(number), path_(std::move(path)) {}
  File(File &&other) noexcept : number_(std::exchange(other.number_, -1)), path_(std::move(other.path_)) {}
  File &operator=(File &&other) noexcept {
    std::swap(number_, other.number_);
    std::swap(path_, other.path_);
    return *this;
  }
  File(const File &) = delete;
  File &operator=(const File &) = delete;
  ~File() { close(); }

  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

  int number() const { return number_; }
  bool isOpen() const { return number_ >= 0; }
  const std::string &path() const { return path_; }

  template <typename Argument>
  int control(unsigned long request, Argument argument, const char *name) const {
    const int result = ::ioctl(number_, request, argument);
    if (result < 0) refuse(name, path_);
    return result;
  }

 private:
  int number_ = -1;
  std::string path_;
};
