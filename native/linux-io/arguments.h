// Arguments from JavaScript. A wrong one is a mistake in our own TypeScript, and a TypeError that names it.
#pragma once

#include <napi.h>

#include <cstdint>
#include <string>
#include <vector>

inline std::string textAt(const Napi::Object &options, const char *name) {
  const Napi::Value value = options.Get(name);
  if (!value.IsString()) throw Napi::TypeError::New(options.Env(), std::string(name) + " must be a string");
  return value.As<Napi::String>().Utf8Value();
}

inline bool flagAt(const Napi::Object &options, const char *name) {
  const Napi::Value value = options.Get(name);
  if (!value.IsBoolean()) throw Napi::TypeError::New(options.Env(), std::string(name) + " must be a boolean");
  return value.As<Napi::Boolean>().Value();
}

inline double numberIn(const Napi::Value &value, const char *name, double most) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= 0 && number <= most)) {
    throw Napi::TypeError::New(value.Env(), std::string(name) + " must be 0 to " + std::to_string(most));
  }
  return number;
}

inline int64_t durationAt(const Napi::Object &options, const char *name) {
  return static_cast<int64_t>(numberIn(options.Get(name), name, 60'000'000));
}

// Offsets of lines in their chip; one request of the kernel takes up to 64.
inline std::vector<uint32_t> linesAt(const Napi::Object &options, const char *name) {
  const Napi::Value value = options.Get(name);
  if (!value.IsArray()) throw Napi::TypeError::New(options.Env(), std::string(name) + " must be an array");
  const auto array = value.As<Napi::Array>();
  if (array.Length() > 64) throw Napi::TypeError::New(options.Env(), std::string(name) + " has more than 64 lines");
  std::vector<uint32_t> lines;
  for (uint32_t index = 0; index < array.Length(); index += 1) {
    lines.push_back(static_cast<uint32_t>(numberIn(array.Get(index), name, UINT32_MAX)));
  }
  return lines;
}
