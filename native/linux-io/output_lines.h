// GPIO lines that are driven: lamps and a buzzer.
#pragma once

#include <napi.h>

#include <optional>

#include "line_request.h"

// In JavaScript: new OutputLines({chipPath, lines, activeLow}). All are inactive at first.
class OutputLines : public Napi::ObjectWrap<OutputLines> {
 public:
  static void expose(Napi::Env js, Napi::Object exports);
  explicit OutputLines(const Napi::CallbackInfo &info);

 private:
  void write(const Napi::CallbackInfo &info);
  void close(const Napi::CallbackInfo &) { request_.reset(); }

  std::optional<LineRequest> request_;
};
