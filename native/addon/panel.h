// A screen of the kernel that shows our frames.
#pragma once

#include <cstdint>
#include <string>

#include "lvgl_api.h"

// Longest side of a panel, so that no product of sides overflows. Throws Failure (System) for a larger or empty one.
constexpr int32_t largestSide = 4096;
void checkPanelSize(const std::string &path, uint32_t width, uint32_t height);

// Leaves of the area what lies on a panel of this size. False when nothing of it does.
bool clipToPanel(lv_area_t &area, int32_t width, int32_t height);

class Panel {
 public:
  Panel() = default;
  virtual ~Panel() = default;
  Panel(const Panel &) = delete;
  Panel &operator=(const Panel &) = delete;

  virtual int32_t width() const = 0;
  virtual int32_t height() const = 0;

  // Shows an area of the frame, which is as large as the panel. Returns 0, or the errno with which the kernel refused:
  // then the panel is to be closed, and opened again later.
  virtual int write(const uint16_t *frame, const lv_area_t &area) = 0;

  // Lights the panel, or puts it to sleep. Returns 0 or an errno. A new panel is lit.
  virtual int setPower(bool on) = 0;
};
