// Style values that LVGL keeps as a pointer to a structure that the caller owns.
#include <array>
#include <vector>

#include "animation_paths.h"
#include "styles.h"

namespace {

double field(const Napi::Object &object, const char *name, double fallback, double lowest, double highest) {
  const Napi::Value value = object.Get(name);
  if (value.IsUndefined()) return fallback;
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : lowest - 1;
  if (!(number >= lowest && number <= highest)) {
    throw Failure(FailureCode::Argument, std::string(name) + " must be a number from " +
                                             std::to_string(static_cast<int64_t>(lowest)) + " to " +
                                             std::to_string(static_cast<int64_t>(highest)));
  }
  return number;
}

Napi::Object objectAt(Call &call, size_t index, const char *expected) {
  if (!call[index].IsObject() || call[index].IsArray()) call.refuse(index, expected);
  return call[index].As<Napi::Object>();
}

Napi::Array arrayOf(const Napi::Value &value, const char *name) {
  if (!value.IsArray()) throw Failure(FailureCode::Argument, std::string(name) + " must be an array");
  return value.As<Napi::Array>();
}

// Tracks of a grid. LVGL requires LV_GRID_TEMPLATE_LAST at the end.
StyleValue readTracks(Call &call, size_t index) {
  if (!call[index].IsArray()) call.refuse(index, "an array of track sizes");
  const auto list = call[index].As<Napi::Array>();
  auto tracks = std::make_shared<std::vector<int32_t>>();
  for (uint32_t i = 0; i < list.Length(); i += 1) {
    const Napi::Value each = list[i];
    const double size = each.IsNumber() ? each.As<Napi::Number>().DoubleValue() : -1;
    if (!(size >= 0 && size < LV_GRID_TEMPLATE_LAST)) {
      throw Failure(FailureCode::Argument, "a track's size must be a number of pixels, gridFr() or GRID_CONTENT");
    }
    tracks->push_back(static_cast<int32_t>(size));
  }
  tracks->push_back(LV_GRID_TEMPLATE_LAST);
  StyleValue read;
  read.value.ptr = tracks->data();
  read.keep = tracks;
  return read;
}

// { direction: 1 vertical | 2 horizontal, stops: [{ color, opa?, at? }] }
StyleValue readGradient(Call &call, size_t index) {
  const Napi::Object object = objectAt(call, index, "a gradient { direction, stops }");
  const Napi::Array stops = arrayOf(object.Get("stops"), "stops");
  if (stops.Length() < 2 || stops.Length() > LV_GRADIENT_MAX_STOPS) {
    throw Failure(FailureCode::Argument, "a gradient has 2 to " + std::to_string(LV_GRADIENT_MAX_STOPS) + " stops");
  }
  auto gradient = std::make_shared<lv_grad_dsc_t>();
  *gradient = {};
  gradient->dir = static_cast<lv_grad_dir_t>(
      static_cast<int>(field(object, "direction", LV_GRAD_DIR_VER, LV_GRAD_DIR_VER, LV_GRAD_DIR_HOR)));
  gradient->stops_count = static_cast<uint8_t>(stops.Length());
  for (uint32_t i = 0; i < stops.Length(); i += 1) {
    const Napi::Value each = stops[i];
    if (!each.IsObject()) throw Failure(FailureCode::Argument, "a stop is { color, opa?, at? }");
    const auto stop = each.As<Napi::Object>();
    gradient->stops[i].color = lv_color_hex(static_cast<uint32_t>(field(stop, "color", 0, 0, 0xffffff)));
    gradient->stops[i].opa = static_cast<lv_opa_t>(field(stop, "opa", LV_OPA_COVER, 0, 255));
    gradient->stops[i].frac = static_cast<uint8_t>(field(stop, "at", 255.0 * i / (stops.Length() - 1), 0, 255));
  }
  StyleValue read;
  read.value.ptr = gradient.get();
  read.keep = gradient;
  return read;
}

// { low, high }: colours of an image from the one to the other, each of red, green and blue, are not drawn.
StyleValue readColorKey(Call &call, size_t index) {
  const Napi::Object object = objectAt(call, index, "a colour key { low, high }");
  auto key = std::make_shared<lv_image_colorkey_t>();
  key->low = lv_color_hex(static_cast<uint32_t>(field(object, "low", 0, 0, 0xffffff)));
  key->high = lv_color_hex(static_cast<uint32_t>(field(object, "high", 0, 0, 0xffffff)));
  StyleValue read;
  read.value.ptr = key.get();
  read.keep = key;
  return read;
}

struct Transition {
  lv_style_transition_dsc_t descriptor = {};
  std::vector<lv_style_prop_t> properties;
};

// { properties: ids, durationMs, delayMs?, path? }
StyleValue readTransition(Call &call, size_t index) {
  const Napi::Object object = objectAt(call, index, "a transition { properties, durationMs }");
  const Napi::Array ids = arrayOf(object.Get("properties"), "properties");
  auto transition = std::make_shared<Transition>();
  for (uint32_t i = 0; i < ids.Length(); i += 1) {
    const Napi::Value each = ids[i];
    if (!each.IsNumber()) throw Failure(FailureCode::Argument, "properties must be ids of style properties");
    transition->properties.push_back(readTransitionProperty(each.As<Napi::Number>().Uint32Value()));
  }
  transition->properties.push_back(LV_STYLE_PROP_INV);
  const auto duration = static_cast<uint32_t>(field(object, "durationMs", 0, 0, 3600000));
  const auto delay = static_cast<uint32_t>(field(object, "delayMs", 0, 0, 3600000));
  const auto path = static_cast<size_t>(field(object, "path", 0, 0, static_cast<double>(animationPaths.size() - 1)));
  lv_style_transition_dsc_init(&transition->descriptor, transition->properties.data(), animationPaths[path], duration,
                               delay, nullptr);
  StyleValue read;
  read.value.ptr = &transition->descriptor;
  read.keep = transition;
  return read;
}

// { durationMs, delayMs?, path?, repeatCount? }: how a widget's own animation runs (scrolling label, spinner).
StyleValue readAnimation(Call &call, size_t index) {
  const Napi::Object object = objectAt(call, index, "an animation { durationMs }");
  auto animation = std::make_shared<lv_anim_t>();
  lv_anim_init(animation.get());
  lv_anim_set_duration(animation.get(), static_cast<uint32_t>(field(object, "durationMs", 500, 1, 3600000)));
  lv_anim_set_delay(animation.get(), static_cast<uint32_t>(field(object, "delayMs", 0, 0, 3600000)));
  lv_anim_set_path_cb(
      animation.get(),
      animationPaths[static_cast<size_t>(field(object, "path", 0, 0, static_cast<double>(animationPaths.size() - 1)))]);
  lv_anim_set_repeat_count(animation.get(),
                           static_cast<uint32_t>(field(object, "repeatCount", 1, 1, LV_ANIM_REPEAT_INFINITE)));
  StyleValue read;
  read.value.ptr = animation.get();
  read.keep = animation;
  return read;
}

lv_color_t shade(const lv_color_filter_dsc_t *, lv_color_t color, lv_opa_t amount) {
  if (amount == LV_OPA_50) return color;
  if (amount < LV_OPA_50) return lv_color_darken(color, static_cast<lv_opa_t>((LV_OPA_50 - amount) * 2));
  return lv_color_lighten(color, static_cast<lv_opa_t>((amount - LV_OPA_50) * 2));
}

// 'shade': colorFilterOpa 0 gives black, 127 no change, 255 white.
StyleValue readFilter(Call &call, size_t index) {
  if (std::string(call.text(index)) != "shade") call.refuse(index, "'shade'");
  static lv_color_filter_dsc_t filter;
  lv_color_filter_dsc_init(&filter, shade);
  StyleValue read;
  read.value.ptr = &filter;
  return read;
}

}  // namespace

StyleValue readPointerValue(Call &call, size_t index, lv_prop_id_t id) {
  StyleValue read;
  if (!call.has(index)) return read;  // null takes it away
  switch (propertyIndex(id)) {
    case LV_STYLE_GRID_COLUMN_DSC_ARRAY:
    case LV_STYLE_GRID_ROW_DSC_ARRAY: return readTracks(call, index);
    case LV_STYLE_BG_GRAD: return readGradient(call, index);
    case LV_STYLE_IMAGE_COLORKEY: return readColorKey(call, index);
    case LV_STYLE_TRANSITION: return readTransition(call, index);
    case LV_STYLE_ANIM: return readAnimation(call, index);
    case LV_STYLE_COLOR_FILTER_DSC: return readFilter(call, index);
    case LV_STYLE_BITMAP_MASK_SRC: read.value.ptr = readImageSource(call, index, read.keep); return read;
    default:
      throw Failure(FailureCode::Argument, "style property " + std::to_string(id) + " cannot be set from JavaScript");
  }
}
