// Tells JavaScript which contacts of a keypad are closed, at every change.
#pragma once

#include <napi.h>

#include <memory>

#include "contact_watch.h"
#include "watcher.h"

// In JavaScript: new ContactReader({chipPath, rowLines, columnLines, activeLow, pulled, settleUs, scanMs, changingMs,
// heldMs}, callback). The callback is called with (ageMs, contacts), or once with (code, syscall) at the end.
class ContactReader : public Napi::ObjectWrap<ContactReader> {
 public:
  static void expose(Napi::Env js, Napi::Object exports);
  explicit ContactReader(const Napi::CallbackInfo &info);

 private:
  Napi::Value isAlive(const Napi::CallbackInfo &info);
  void close(const Napi::CallbackInfo &info);

  std::unique_ptr<ContactWatch> contacts_;
  std::unique_ptr<Watcher> watcher_;
};
