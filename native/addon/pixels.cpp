#include "pixels.h"

#include <cstring>

void copyPixels(const uint16_t *from, uint8_t *to, int32_t count, const PixelLayout &layout) {
  if (layout.bitsPerPixel == 16) {
    std::memcpy(to, from, static_cast<size_t>(count) * 2);
    return;
  }
  const int32_t unusedByte = 6 - layout.redByte - layout.greenByte - layout.blueByte;
  for (int32_t i = 0; i < count; i += 1, to += layout.bytesPerPixel()) {
    const uint32_t pixel = from[i];
    // 5 and 6 bits are spread over 8, so that white stays white.
    const uint32_t red = pixel >> 11;
    const uint32_t green = (pixel >> 5) & 0x3f;
    const uint32_t blue = pixel & 0x1f;
    to[layout.redByte] = static_cast<uint8_t>((red << 3) | (red >> 2));
    to[layout.greenByte] = static_cast<uint8_t>((green << 2) | (green >> 4));
    to[layout.blueByte] = static_cast<uint8_t>((blue << 3) | (blue >> 2));
    if (layout.bitsPerPixel == 32) to[unusedByte] = 0xff;
  }
}
