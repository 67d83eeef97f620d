// Pixels of our RGB565 frames in the layout that a panel wants.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lvgl_api.h"

// 16 bits a pixel is RGB565, as our own frame. With 24 and 32, each colour has a whole byte; its place is the byte's
// distance from the pixel's first one.
struct PixelLayout {
  int32_t bitsPerPixel = 16;
  int32_t redByte = 2;
  int32_t greenByte = 1;
  int32_t blueByte = 0;

  size_t bytesPerPixel() const { return static_cast<size_t>(bitsPerPixel) / 8; }
};

void copyPixels(const uint16_t *from, uint8_t *to, int32_t count, const PixelLayout &layout);
