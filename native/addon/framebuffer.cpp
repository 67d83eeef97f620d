#include "framebuffer.h"

#include <fcntl.h>
#include <linux/fb.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "failure.h"

namespace {

[[noreturn]] void fail(const std::string &what) {
  throw Failure(FailureCode::System, what + ": " + std::generic_category().message(errno));
}

}  // namespace

Framebuffer::Framebuffer(const std::string &path, FramebufferGeometry geometry)
    : geometry_(geometry), file_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
  if (file_ < 0) fail("cannot open framebuffer " + path);
  try {
    if (geometry_.width == 0) {
      askDevice(path);
    } else {
      geometry_.lineBytes = static_cast<size_t>(geometry_.width) * static_cast<size_t>(geometry_.bitsPerPixel / 8);
      bytes_ = geometry_.lineBytes * static_cast<size_t>(geometry_.height);
      struct stat status = {};
      if (fstat(file_, &status) != 0) fail("cannot stat " + path);
      if (std::cmp_less(status.st_size, bytes_)) {
        throw Failure(FailureCode::System, path + " has " + std::to_string(status.st_size) +
                                               " bytes, the geometry needs " + std::to_string(bytes_));
      }
    }
    if (geometry_.bitsPerPixel != 16 && geometry_.bitsPerPixel != 24 && geometry_.bitsPerPixel != 32) {
      throw Failure(FailureCode::System, path + " has " + std::to_string(geometry_.bitsPerPixel) +
                                             " bits a pixel; 16, 24 and 32 are supported");
    }
    void *mapped = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
    if (mapped == MAP_FAILED) fail("cannot map framebuffer " + path);
    memory_ = static_cast<uint8_t *>(mapped);
  } catch (...) {
    ::close(file_);
    throw;
  }
}

void Framebuffer::askDevice(const std::string &path) {
  fb_fix_screeninfo fixed = {};
  fb_var_screeninfo variable = {};
  if (ioctl(file_, FBIOGET_FSCREENINFO, &fixed) != 0 || ioctl(file_, FBIOGET_VSCREENINFO, &variable) != 0) {
    fail(path + " is not a framebuffer");
  }
  geometry_.width = static_cast<int32_t>(variable.xres);
  geometry_.height = static_cast<int32_t>(variable.yres);
  geometry_.bitsPerPixel = static_cast<int32_t>(variable.bits_per_pixel);
  geometry_.lineBytes = fixed.line_length;
  geometry_.offsetBytes = static_cast<size_t>(variable.yoffset) * fixed.line_length +
                          static_cast<size_t>(variable.xoffset) * (variable.bits_per_pixel / 8);
  bytes_ = fixed.smem_len;
  if (geometry_.offsetBytes + geometry_.lineBytes * static_cast<size_t>(geometry_.height) > bytes_) {
    throw Failure(FailureCode::System, path + " reports less memory than its own size needs");
  }
}

Framebuffer::~Framebuffer() {
  if (memory_ != nullptr) munmap(memory_, bytes_);
  ::close(file_);
}

void Framebuffer::write(const uint16_t *frame, int32_t frameWidth, const lv_area_t &area) {
  const int32_t bytesPerPixel = geometry_.bitsPerPixel / 8;
  for (int32_t y = area.y1; y <= area.y2; y += 1) {
    const uint16_t *from = frame + static_cast<size_t>(y) * static_cast<size_t>(frameWidth);
    uint8_t *to = memory_ + geometry_.offsetBytes + static_cast<size_t>(y) * geometry_.lineBytes +
                  static_cast<size_t>(area.x1) * static_cast<size_t>(bytesPerPixel);
    if (bytesPerPixel == 2) {
      std::memcpy(to, from + area.x1, static_cast<size_t>(lv_area_get_width(&area)) * 2);
      continue;
    }
    for (int32_t x = area.x1; x <= area.x2; x += 1, to += bytesPerPixel) {
      const uint32_t pixel = from[x];
      // 5 and 6 bits are spread over 8, so that white stays white. The kernel's RGB888 is blue, green, red in memory.
      const uint32_t red = pixel >> 11;
      const uint32_t green = (pixel >> 5) & 0x3f;
      const uint32_t blue = pixel & 0x1f;
      to[0] = static_cast<uint8_t>((blue << 3) | (blue >> 2));
      to[1] = static_cast<uint8_t>((green << 2) | (green >> 4));
      to[2] = static_cast<uint8_t>((red << 3) | (red >> 2));
      if (bytesPerPixel == 4) to[3] = 0xff;
    }
  }
}
