// Groups (which object has the focus) and keypads (keys that JavaScript presses and releases).
#pragma once

#include <napi.h>

#include "environment.h"
#include "records.h"

class GroupRecord : public Record {
 public:
  explicit GroupRecord(Environment &environment)
      : Record(Kind::Group), environment(environment), group(lv_group_create()) {}
  ~GroupRecord() override;

  Environment &environment;
  lv_group_t *const group;
};

class KeypadRecord : public Record {
 public:
  KeypadRecord(Environment &environment, lv_display_t *display);
  ~KeypadRecord() override;

  // One key press or release. LVGL has handled it when this returns.
  void feed(uint32_t key, bool isPressed);

  Environment &environment;
  lv_indev_t *indev;
  uint32_t key = 0;
  bool isPressed = false;
};

// LVGL's keys are its own codes, or a character as UTF-8 bytes in an integer. Of any other value LVGL would copy bytes
// beyond its buffers.
uint32_t keyFromCodePoint(uint32_t codePoint);
uint32_t codePointFromKey(uint32_t key);

// A key argument: a `Key` or a code point that is not a surrogate.
uint32_t readKey(Call &call, size_t index);

void registerInput(Napi::Object exports);
