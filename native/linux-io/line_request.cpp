#include "line_request.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

namespace {

constexpr std::string_view consumer = "handset";

// A name is not terminated when it fills its place.
std::string nameIn(const char *text) { return {text, strnlen(text, GPIO_MAX_NAME_SIZE)}; }

}  // namespace

ChipInfo chipInfo(const std::string &path) {
  const File chip(path, O_RDWR);
  gpiochip_info info = {};
  chip.control(GPIO_GET_CHIPINFO_IOCTL, &info, "GPIO_GET_CHIPINFO_IOCTL");
  return {.label = nameIn(info.label), .lines = info.lines};
}

LineRequest::LineRequest(const std::string &chipPath, const std::vector<uint32_t> &offsets, uint64_t flags,
                         uint64_t active)
    : all_(offsets.size() == 64 ? ~0ULL : (1ULL << offsets.size()) - 1) {
  const File chip(chipPath, O_RDWR);
  gpio_v2_line_request request = {};
  std::ranges::copy(offsets, std::begin(request.offsets));
  std::ranges::copy(consumer, std::begin(request.consumer));
  request.num_lines = static_cast<uint32_t>(offsets.size());
  request.config.flags = flags;
  if ((flags & GPIO_V2_LINE_FLAG_OUTPUT) != 0) {
    request.config.num_attrs = 1;
    request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
    request.config.attrs[0].attr.values = active;
    request.config.attrs[0].mask = all_;
  }
  chip.control(GPIO_V2_GET_LINE_IOCTL, &request, "GPIO_V2_GET_LINE_IOCTL");
  file_ = File(request.fd, chipPath);
  // Otherwise reading the queue of edges would wait for the next one.
  if (fcntl(file_.number(), F_SETFL, O_NONBLOCK) != 0) refuse("fcntl", chipPath);
}

uint64_t LineRequest::read(uint64_t mask) const {
  gpio_v2_line_values values = {};
  values.mask = mask;
  file_.control(GPIO_V2_LINE_GET_VALUES_IOCTL, &values, "GPIO_V2_LINE_GET_VALUES_IOCTL");
  return values.bits & mask;
}

void LineRequest::write(uint64_t mask, uint64_t levels) const {
  gpio_v2_line_values values = {};
  values.mask = mask;
  values.bits = levels;
  file_.control(GPIO_V2_LINE_SET_VALUES_IOCTL, &values, "GPIO_V2_LINE_SET_VALUES_IOCTL");
}

bool LineRequest::nextEdge(gpio_v2_line_event &event) const {
  const ssize_t bytes = ::read(file_.number(), &event, sizeof event);
  if (std::cmp_equal(bytes, sizeof event)) return true;
  if (bytes < 0 && errno != EAGAIN && errno != EINTR) refuse("read", file_.path());
  return false;
}
