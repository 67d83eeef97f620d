// A Linux input device (include/uapi/linux/input.h), taken for this process alone, so that no console hears its keys.
#pragma once

#include <napi.h>

#include <memory>

#include "file.h"
#include "watcher.h"

// In JavaScript: new InputDevice(path, callback). The callback is called with (nowMs, bytes): events as the kernel
// writes them, and the time on the clock of their time stamps; or once with (code, syscall) at the end.
class InputDevice : public Napi::ObjectWrap<InputDevice> {
 public:
  static void expose(Napi::Env js, Napi::Object exports);
  explicit InputDevice(const Napi::CallbackInfo &info);

 private:
  Napi::Value heldKeys(const Napi::CallbackInfo &info);
  Napi::Value isAlive(const Napi::CallbackInfo &info);
  void close(const Napi::CallbackInfo &info);
  void watch(Watcher &watcher) const;

  File file_;
  std::unique_ptr<Watcher> watcher_;
};
