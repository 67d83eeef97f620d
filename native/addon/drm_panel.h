// A screen driven by the kernel's display drivers, without libdrm: one buffer, and only the rectangles that changed
// cross to the panel.
#pragma once

#include <cstdint>
#include <string>

#include "drm_card.h"
#include "panel.h"
#include "pixels.h"

class DrmPanel : public Panel {
 public:
  // Takes the card for this process and lights the screen. 0 × 0 is the size that the screen prefers. Throws Failure
  // (System): ENODEV when no screen is connected, EBUSY when another process shows something on the card, 0 when the
  // screen has no mode of that size.
  DrmPanel(const std::string &path, int32_t width, int32_t height);
  ~DrmPanel() override;

  int32_t width() const override { return mode_.hdisplay; }
  int32_t height() const override { return mode_.vdisplay; }
  int write(const uint16_t *frame, const lv_area_t &area) override;
  int setPower(bool on) override;

 private:
  void becomeMaster();
  int show(uint32_t bitsPerPixel);
  int createBuffer(uint32_t bitsPerPixel);
  int mapBuffer();
  int addFramebuffer();
  int setMode();
  void dropBuffer();

  const DrmCard card_;
  const DrmConnector connector_;
  drm::mode_modeinfo mode_ = {};
  drm::mode_create_dumb buffer_ = {};
  uint32_t framebufferId_ = 0;
  uint8_t *memory_ = nullptr;
  PixelLayout layout_;
  bool mustTellChanges_ = true;
};
