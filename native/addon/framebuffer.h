// A Linux framebuffer (/dev/fb0): 16, 24 or 32 bits a pixel, written from our RGB565 frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "lvgl_api.h"

struct FramebufferGeometry {
  int32_t width = 0;
  int32_t height = 0;
  int32_t bitsPerPixel = 0;
  size_t lineBytes = 0;
  size_t offsetBytes = 0;
};

class Framebuffer {
 public:
  // With a geometry, `path` is a plain file of that layout (tests, virtual panels); without one it must be a
  // framebuffer device. Throws Failure (System) with the cause when it cannot be opened, asked or mapped.
  Framebuffer(const std::string &path, FramebufferGeometry geometry);
  ~Framebuffer();
  Framebuffer(const Framebuffer &) = delete;
  Framebuffer &operator=(const Framebuffer &) = delete;

  const FramebufferGeometry &geometry() const { return geometry_; }
  void write(const uint16_t *frame, int32_t frameWidth, const lv_area_t &area);

 private:
  void askDevice(const std::string &path);

  FramebufferGeometry geometry_;
  int file_;
  uint8_t *memory_ = nullptr;
  size_t bytes_ = 0;
};
