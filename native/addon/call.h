// The arguments of one call from JavaScript. An argument that is wrong gives an error that names the mistake.
#pragma once

#include <napi.h>

#include <deque>
#include <string>

#include "environment.h"
#include "lvgl_api.h"

class ObjectRecord;

class Call {
 public:
  Call(Environment &environment, const Napi::CallbackInfo &info, Access access)
      : environment(environment), js(environment.js), info(info), access_(access) {}

  Napi::Value operator[](size_t index) const { return info[index]; }
  bool has(size_t index) const { return index < info.Length() && !info[index].IsUndefined() && !info[index].IsNull(); }

  double number(size_t index) const;
  int64_t integer(size_t index, int64_t lowest, int64_t highest) const;
  int32_t int32(size_t index) const { return static_cast<int32_t>(integer(index, INT32_MIN, INT32_MAX)); }
  // A place or a size: pixels, a percentage, or LV_SIZE_CONTENT.
  int32_t coordinate(size_t index) const;
  uint32_t uint32(size_t index) const { return static_cast<uint32_t>(integer(index, 0, UINT32_MAX)); }
  bool boolean(size_t index) const;
  lv_color_t color(size_t index) const { return lv_color_hex(static_cast<uint32_t>(integer(index, 0, 0xffffff))); }
  Napi::Function function(size_t index) const;

  // UTF-8 without NUL, valid until the call ends.
  const char *text(size_t index);

  template <typename T>
  T &record(size_t index, Kind kind) const {
    return static_cast<T &>(recordAt(index, kind));
  }
  // Refuses an object that was deleted; when the call changes things, also one that LVGL is deleting now.
  ObjectRecord &object(size_t index) const;

  Napi::Value undefined() const { return js.Undefined(); }
  Napi::Value toNumber(double value) const { return Napi::Number::New(js, value); }
  Napi::Value toBoolean(bool value) const { return Napi::Boolean::New(js, value); }
  Napi::Value toText(const char *value) const;
  Napi::Value toHandle(lv_obj_t *object) const;
  Napi::Value toPoint(const lv_point_t &point) const;

  [[noreturn]] void refuse(size_t index, const std::string &expected) const;

  Environment &environment;
  const Napi::Env js;
  const Napi::CallbackInfo &info;

 private:
  Record &recordAt(size_t index, Kind kind) const;

  const Access access_;
  std::deque<std::string> texts_;
};
