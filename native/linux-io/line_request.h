// GPIO lines by the kernel's character device (include/uapi/linux/gpio.h, version 2). The kernel gives the lines back
// when the file is closed, also by the end of the process.
#pragma once

#include <linux/gpio.h>

#include <cstdint>
#include <string>
#include <vector>

#include "file.h"

struct ChipInfo {
  std::string label;
  uint32_t lines;
};

ChipInfo chipInfo(const std::string &path);

// Several lines of one chip, all of them used alike. Bit i of every mask is the line `offsets[i]`.
class LineRequest {
 public:
  // `active`: the level that outputs have from the first moment on.
  LineRequest(const std::string &chipPath, const std::vector<uint32_t> &offsets, uint64_t flags, uint64_t active);

  uint64_t all() const { return all_; }
  uint64_t read(uint64_t mask) const;
  void write(uint64_t mask, uint64_t levels) const;
  // The next edge in the kernel's queue; false when there is none.
  bool nextEdge(gpio_v2_line_event &event) const;
  const File &file() const { return file_; }
  void close() { file_.close(); }

 private:
  uint64_t all_;
  File file_;
};
