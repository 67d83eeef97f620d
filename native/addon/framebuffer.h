// A Linux framebuffer (/dev/fb0): 16, 24 or 32 bits a pixel, written from our RGB565 frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "panel.h"
#include "pixels.h"

struct FramebufferGeometry {
  int32_t width = 0;
  int32_t height = 0;
  PixelLayout layout;
  size_t lineBytes = 0;
  size_t offsetBytes = 0;
};

class Framebuffer : public Panel {
 public:
  // With a geometry, `path` is a plain file of that layout (tests, virtual panels); without one it must be a
  // framebuffer device, which is lit. Throws Failure (System) with the cause when it cannot be opened or asked.
  Framebuffer(const std::string &path, FramebufferGeometry geometry);
  ~Framebuffer() override;

  int32_t width() const override { return geometry_.width; }
  int32_t height() const override { return geometry_.height; }
  int write(const uint16_t *frame, const lv_area_t &area) override;
  int setPower(bool on) override;

 private:
  void askDevice(const std::string &path);
  void measureFile(const std::string &path);
  int writeBytes(size_t offset);
  int blank(bool isBlank) const;

  FramebufferGeometry geometry_;
  const bool isDevice_;
  int file_;
  std::vector<uint8_t> rows_;
};
