// What each style property takes: its type and its range, and how a value of it is read.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "styles.h"

namespace {

enum class Takes : uint8_t { Number, Boolean, Coordinate, Pointer };

struct Rule {
  Takes takes;
  int64_t lowest = 0;
  int64_t highest = 0;
};

// What a property takes, where its type alone does not tell.
const std::unordered_map<lv_prop_id_t, Rule> &rules() {
  static const std::unordered_map<lv_prop_id_t, Rule> table = {
#define LVGL_RANGE(id, lowest, highest) {static_cast<lv_prop_id_t>(id), {Takes::Number, lowest, highest}},
#define LVGL_BOOLEAN(id) {static_cast<lv_prop_id_t>(id), {Takes::Boolean}},
#define LVGL_COORDINATE(id) {static_cast<lv_prop_id_t>(id), {Takes::Coordinate}},
#define LVGL_POINTER(id) {static_cast<lv_prop_id_t>(id), {Takes::Pointer}},
#include "generated/ranges.inc"
#undef LVGL_RANGE
#undef LVGL_BOOLEAN
#undef LVGL_COORDINATE
#undef LVGL_POINTER
  };
  return table;
}

const Rule *ruleOf(lv_prop_id_t id) {
  const auto found = rules().find(id);
  return found == rules().end() ? nullptr : &found->second;
}

bool takesBoolean(const Rule *rule, lv_prop_id_t id) {
  return propertyType(id) == LV_PROPERTY_TYPE_BOOL || (rule != nullptr && rule->takes == Takes::Boolean);
}

// Rules by the number of the property, without its type code.
const Rule *ruleOfProperty(lv_style_prop_t property) {
  static const std::vector<const Rule *> table = [] {
    std::vector<const Rule *> byNumber(LV_STYLE_LAST_BUILT_IN_PROP, nullptr);
    for (const auto &[id, rule] : rules()) {
      if (isStyleProperty(id)) byNumber.at(propertyIndex(id)) = &rule;
    }
    return byNumber;
  }();
  return property < table.size() ? table[property] : nullptr;
}

// On the way from pixels to a percentage or to the size of the content there are lengths that nobody has set. Those
// that LVGL computes for its own parts are far shorter.
int32_t boundedLength(int32_t length) {
  constexpr int32_t longest = 1 << 20;
  if (length == LV_SIZE_CONTENT || length == LV_COORD_MAX) return length;
  if (LV_COORD_IS_PCT(length)) return lv_pct(std::clamp<int32_t>(LV_COORD_GET_PCT(length), -1000, 1000));
  return std::clamp(length, -longest, longest);
}

}  // namespace

uint32_t styleType(lv_prop_id_t id) {
  const Rule *rule = ruleOf(id);
  return rule != nullptr && rule->takes == Takes::Pointer ? LV_PROPERTY_TYPE_POINTER : propertyType(id);
}

lv_style_prop_t styleProperty(lv_prop_id_t id) {
  static const std::unordered_set<lv_prop_id_t> known = {
#define LVGL_STYLE(id) static_cast<lv_prop_id_t>(id),
#include "generated/style_ids.inc"
#undef LVGL_STYLE
  };
  // The number of a property with the type code of another would make a number an address.
  if (!known.contains(id)) throw Failure(FailureCode::Argument, "not a style property: id " + std::to_string(id));
  return static_cast<lv_style_prop_t>(propertyIndex(id));
}

// The linker puts this in front of LVGL's own (CMakeLists.txt). What is set from JavaScript is checked before; but an
// animation or a transition may overshoot its end, and LVGL then draws with a negative width.
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" void __real_lv_style_set_prop(lv_style_t *style, lv_style_prop_t property, lv_style_value_t value);
extern "C" void __wrap_lv_style_set_prop(lv_style_t *style, lv_style_prop_t property, lv_style_value_t value) {
  const Rule *rule = ruleOfProperty(property);
  lv_style_value_t bounded = value;
  if (rule != nullptr && rule->takes == Takes::Coordinate) bounded.num = boundedLength(value.num);
  if (rule != nullptr && rule->takes == Takes::Number) {
    bounded.num = static_cast<int32_t>(std::clamp<int64_t>(value.num, rule->lowest, rule->highest));
  }
  __real_lv_style_set_prop(style, property, bounded);
}
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

lv_style_prop_t readNumberProperty(Call &call, size_t index) {
  const lv_prop_id_t id = call.uint32(index);
  const lv_style_prop_t property = styleProperty(id);
  if (styleType(id) != LV_PROPERTY_TYPE_INT || isBooleanProperty(id)) {
    call.refuse(index, "the id of a style property with whole numbers");
  }
  return property;
}

lv_style_prop_t readTransitionProperty(lv_prop_id_t id) {
  const lv_style_prop_t property = styleProperty(id);
  if (styleType(id) >= LV_PROPERTY_TYPE_POINTER && styleType(id) != LV_PROPERTY_TYPE_BOOL) {
    throw Failure(FailureCode::Argument,
                  "there is no way from one value of style property " + std::to_string(id) +
                      " to another: a transition moves numbers and colours, not fonts, images or structures");
  }
  return property;
}

bool isBooleanProperty(lv_prop_id_t id) { return takesBoolean(ruleOf(id), id); }

int32_t readRanged(Call &call, size_t index, lv_prop_id_t id) {
  const Rule *rule = ruleOf(id);
  if (takesBoolean(rule, id)) return call.boolean(index) ? 1 : 0;
  if (rule == nullptr) return call.int32(index);
  if (rule->takes == Takes::Coordinate) return call.coordinate(index);
  return static_cast<int32_t>(call.integer(index, rule->lowest, rule->highest));
}
