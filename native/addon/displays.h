// Displays. They are drawn into memory as RGB565, handed to JavaScript rectangle by rectangle, and shown on a panel of
// the kernel where there is one. A panel may go and come back; the memory stays.
#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "environment.h"
#include "panel.h"
#include "records.h"

class DisplayRecord : public Record {
 public:
  DisplayRecord(int32_t width, int32_t height);
  ~DisplayRecord() override;

  // Without a theme, an object has only the styles that it is given.
  void open(bool isThemed);
  void closeDisplay();

  // Hands the rectangles drawn since the last call to JavaScript. Called after LVGL's functions have returned.
  void deliver(Environment &environment);

  // Shows the whole frame on the panel, in place of an earlier one. Throws Failure (System) when the panel refuses, and
  // Failure (Argument) when it has another size.
  void attach(std::unique_ptr<Panel> panel);

  // Lights the panel or puts it to sleep, and the next one that is attached too. Returns 0 or the kernel's errno.
  int setPower(bool on);
  void closePanel() { panel_.reset(); }

  // Size of the panel; rotation does not change it.
  const int32_t width;
  const int32_t height;
  lv_display_t *display = nullptr;
  bool wantsFlushes = false;
  uint64_t flushCount = 0;
  std::vector<uint16_t> frame;  // what the panel shows

 private:
  struct Rectangle {
    lv_area_t area;
    std::vector<uint16_t> pixels;
  };

  static void onFlush(lv_display_t *display, const lv_area_t *area, uint8_t *pixels);
  void take(const lv_area_t &area, const uint16_t *pixels, uint32_t stride);
  void lose(int error);
  void deliverRectangles(Environment &environment, double self);

  std::vector<uint16_t> drawBuffer_;
  std::vector<uint16_t> rotated_;
  std::vector<Rectangle> pending_;
  std::unique_ptr<Panel> panel_;
  int lostWith_ = 0;  // the errno of a loss that JavaScript has not been told
  bool isLit_ = true;
};

DisplayRecord &displayAt(Call &call, size_t index);
void closeDisplays(Environment &environment);
void registerDisplays(Napi::Object exports);
