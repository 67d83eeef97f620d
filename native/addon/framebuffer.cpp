#include "framebuffer.h"

#include <fcntl.h>
#include <linux/fb.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "failure.h"

namespace {

// The place of a colour's byte in a pixel, or -1 when the colour has no whole byte of its own.
int32_t byteOf(const fb_bitfield &colour) {
  if (colour.length != 8 || colour.offset % 8 != 0 || colour.msb_right != 0) return -1;
  return static_cast<int32_t>(colour.offset / 8);
}

bool isRgb565(const fb_var_screeninfo &screen) {
  return screen.red.offset == 11 && screen.red.length == 5 && screen.green.offset == 5 && screen.green.length == 6 &&
         screen.blue.offset == 0 && screen.blue.length == 5;
}

PixelLayout layoutOf(const std::string &path, const fb_var_screeninfo &screen) {
  const PixelLayout layout = {.bitsPerPixel = static_cast<int32_t>(screen.bits_per_pixel),
                              .redByte = byteOf(screen.red),
                              .greenByte = byteOf(screen.green),
                              .blueByte = byteOf(screen.blue)};
  if (screen.bits_per_pixel == 16 && isRgb565(screen)) return {};
  const bool hasBytes = layout.redByte + layout.greenByte + layout.blueByte == 3 && layout.redByte >= 0 &&
                        layout.greenByte >= 0 && layout.blueByte >= 0;
  if ((screen.bits_per_pixel == 24 || screen.bits_per_pixel == 32) && hasBytes) return layout;
  throw Failure(FailureCode::System, path + " has " + std::to_string(screen.bits_per_pixel) +
                                         " bits a pixel in an order that is not supported: RGB565, or a byte a colour "
                                         "in the three lowest of 24 or 32 bits");
}

}  // namespace

Framebuffer::Framebuffer(const std::string &path, FramebufferGeometry geometry)
    : geometry_(geometry), isDevice_(geometry.width == 0), file_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
  if (file_ < 0) failSystem("cannot open framebuffer " + path);
  try {
    if (!isDevice_) {
      measureFile(path);
      return;
    }
    askDevice(path);
    // A DRM driver's framebuffer is off until a console or this call switches it on. Drivers without blanking refuse
    // the call, and are always on.
    const int error = blank(false);
    if (error != 0 && error != EINVAL && error != ENOTTY) failSystem("cannot light framebuffer " + path, error);
  } catch (...) {
    ::close(file_);
    throw;
  }
}

Framebuffer::~Framebuffer() { ::close(file_); }

void Framebuffer::measureFile(const std::string &path) {
  geometry_.lineBytes = static_cast<size_t>(geometry_.width) * geometry_.layout.bytesPerPixel();
  const size_t bytes = geometry_.lineBytes * static_cast<size_t>(geometry_.height);
  struct stat status = {};
  if (fstat(file_, &status) != 0) failSystem("cannot stat " + path);
  if (std::cmp_less(status.st_size, bytes)) {
    throw Failure(FailureCode::System, path + " has " + std::to_string(status.st_size) + " bytes, the geometry needs " +
                                           std::to_string(bytes));
  }
}

void Framebuffer::askDevice(const std::string &path) {
  fb_fix_screeninfo fixed = {};
  fb_var_screeninfo variable = {};
  if (ioctl(file_, FBIOGET_FSCREENINFO, &fixed) != 0 || ioctl(file_, FBIOGET_VSCREENINFO, &variable) != 0) {
    failSystem(path + " is not a framebuffer");
  }
  geometry_.layout = layoutOf(path, variable);
  checkPanelSize(path, variable.xres, variable.yres);
  geometry_.width = static_cast<int32_t>(variable.xres);
  geometry_.height = static_cast<int32_t>(variable.yres);
  geometry_.lineBytes = fixed.line_length;
  geometry_.offsetBytes = static_cast<size_t>(variable.yoffset) * fixed.line_length +
                          static_cast<size_t>(variable.xoffset) * geometry_.layout.bytesPerPixel();
  const size_t rowBytes = static_cast<size_t>(geometry_.width) * geometry_.layout.bytesPerPixel();
  const size_t bytes = geometry_.offsetBytes + geometry_.lineBytes * static_cast<size_t>(geometry_.height);
  if (geometry_.lineBytes < rowBytes || bytes > fixed.smem_len) {
    throw Failure(FailureCode::System, path + " reports less memory than its own size needs");
  }
}

// The bytes are written by system calls and not through mapped memory: a framebuffer that is gone refuses a call with
// an errno, but answers an access to its memory with a signal that ends the process. A DRM driver also begins to show
// what was written at once; changes in mapped memory wait for a timer (50 ms).
int Framebuffer::write(const uint16_t *frame, const lv_area_t &area) {
  lv_area_t shown = area;
  if (!clipToPanel(shown, geometry_.width, geometry_.height)) return 0;
  const int32_t width = lv_area_get_width(&shown);
  const size_t pixelBytes = geometry_.layout.bytesPerPixel();
  const size_t rowBytes = static_cast<size_t>(width) * pixelBytes;
  // Rows that follow each other without a gap are one call.
  const int32_t rowsAtOnce = rowBytes == geometry_.lineBytes ? lv_area_get_height(&shown) : 1;
  rows_.resize(rowBytes * static_cast<size_t>(rowsAtOnce));
  for (int32_t y = shown.y1; y <= shown.y2; y += rowsAtOnce) {
    for (int32_t row = 0; row < rowsAtOnce; row += 1) {
      const uint16_t *from = frame + static_cast<size_t>(y + row) * static_cast<size_t>(geometry_.width) + shown.x1;
      copyPixels(from, rows_.data() + static_cast<size_t>(row) * rowBytes, width, geometry_.layout);
    }
    const int error = writeBytes(geometry_.offsetBytes + static_cast<size_t>(y) * geometry_.lineBytes +
                                 static_cast<size_t>(shown.x1) * pixelBytes);
    if (error != 0) return error;
  }
  return 0;
}

int Framebuffer::writeBytes(size_t offset) {
  for (size_t done = 0; done < rows_.size();) {
    const ssize_t written = pwrite(file_, rows_.data() + done, rows_.size() - done, static_cast<off_t>(offset + done));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    if (written == 0) return EIO;
    done += static_cast<size_t>(written);
  }
  return 0;
}

int Framebuffer::setPower(bool on) { return isDevice_ ? blank(!on) : 0; }

int Framebuffer::blank(bool isBlank) const {
  return ioctl(file_, FBIOBLANK, isBlank ? FB_BLANK_POWERDOWN : FB_BLANK_UNBLANK) == 0 ? 0 : errno;
}
