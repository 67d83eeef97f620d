#include "call.h"

#include <cmath>

#include "objects.h"

namespace {

std::string show(const Napi::Value &value) {
  switch (value.Type()) {
    case napi_undefined: return "undefined";
    case napi_null: return "null";
    case napi_function: return "a function";
    case napi_object: return "an object";
    case napi_symbol: return "a symbol";
    default: break;
  }
  std::string text = value.ToString().Utf8Value();
  if (text.size() > 40) text = text.substr(0, 40) + "…";
  return value.IsString() ? "the string \"" + text + "\"" : text;
}

}  // namespace

void Call::refuse(size_t index, const std::string &expected) const {
  throw Failure(FailureCode::Argument,
                "argument " + std::to_string(index + 1) + " must be " + expected + ", not " + show(info[index]));
}

double Call::number(size_t index) const {
  if (!info[index].IsNumber()) refuse(index, "a number");
  return info[index].As<Napi::Number>().DoubleValue();
}

int64_t Call::integer(size_t index, int64_t lowest, int64_t highest) const {
  if (!info[index].IsNumber()) refuse(index, "a whole number");
  const double value = info[index].As<Napi::Number>().DoubleValue();
  if (!(value >= static_cast<double>(lowest) && value <= static_cast<double>(highest)) || value != std::floor(value)) {
    refuse(index, "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
  }
  return static_cast<int64_t>(value);
}

int32_t Call::coordinate(size_t index) const {
  // Twice the longest side of a display; and what no nesting that draws anything multiplies over an int32_t.
  constexpr int32_t mostPixels = 8192;
  constexpr int32_t mostPercent = 1000;
  const int32_t value = int32(index);
  if (value >= -mostPixels && value <= mostPixels) return value;
  // The second one is LVGL's "no limit" for the greatest width and height.
  if (value == LV_SIZE_CONTENT || value == LV_COORD_MAX) return value;
  if (LV_COORD_IS_PCT(value)) {
    const int32_t percent = LV_COORD_GET_PCT(value);
    if (percent >= -mostPercent && percent <= mostPercent) return value;
  }
  refuse(index, "a length from -8192 to 8192 pixels, a percentage from -1000 to 1000, or the size of the content");
}

bool Call::boolean(size_t index) const {
  if (!info[index].IsBoolean()) refuse(index, "true or false");
  return info[index].As<Napi::Boolean>().Value();
}

Napi::Function Call::function(size_t index) const {
  if (!info[index].IsFunction()) refuse(index, "a function");
  return info[index].As<Napi::Function>();
}

const char *Call::text(size_t index) {
  if (!info[index].IsString()) refuse(index, "a string");
  texts_.push_back(info[index].As<Napi::String>().Utf8Value());
  const std::string &text = texts_.back();
  if (text.find('\0') != std::string::npos) {
    throw Failure(FailureCode::Argument, "argument " + std::to_string(index + 1) + " holds a NUL character (U+0000)");
  }
  return text.c_str();
}

Record &Call::recordAt(size_t index, Kind kind) const {
  if (!info[index].IsNumber()) refuse(index, std::string("a handle of a ") + kindName(kind));
  return environment.records.get(info[index].As<Napi::Number>().DoubleValue(), kind);
}

ObjectRecord &Call::object(size_t index) const {
  auto &found = record<ObjectRecord>(index, Kind::Object);
  if (found.isCondemned) throw Failure(FailureCode::Deleted, "the object was deleted");
  if (access_ != Access::Reads && (found.isDeleting || found.object->is_deleting)) {
    throw Failure(FailureCode::Busy, "the object is being deleted");
  }
  return found;
}

Napi::Value Call::toText(const char *value) const {
  return value == nullptr ? js.Null() : Napi::String::New(js, value);
}

Napi::Value Call::toHandle(lv_obj_t *object) const {
  return object == nullptr || environment.isUnknown(object) ? js.Null() : toNumber(environment.recordOf(object).handle);
}

Napi::Value Call::toPoint(const lv_point_t &point) const {
  Napi::Object result = Napi::Object::New(js);
  result.Set("x", point.x);
  result.Set("y", point.y);
  return result;
}
