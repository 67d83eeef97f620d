// LVGL's widget functions as methods, called by their C types. The list is generated; the conversions are here.
#include "methods.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

#include "call.h"
#include "exports.h"
#include "objects.h"
#include "parts.h"
#include "resources.h"
#include "styles.h"

namespace {

template <typename T>
struct PartOf;
template <>
struct PartOf<lv_chart_series_t> {
  static constexpr PartKind kind = PartKind::ChartSeries;
};
template <>
struct PartOf<lv_chart_cursor_t> {
  static constexpr PartKind kind = PartKind::ChartCursor;
};
template <>
struct PartOf<lv_scale_section_t> {
  static constexpr PartKind kind = PartKind::ScaleSection;
};
template <>
struct PartOf<lv_span_t> {
  static constexpr PartKind kind = PartKind::Span;
};

template <typename T>
constexpr bool isPart = std::is_same_v<T, lv_chart_series_t> || std::is_same_v<T, lv_chart_cursor_t> ||
                        std::is_same_v<T, lv_scale_section_t> || std::is_same_v<T, lv_span_t>;

template <typename T>
struct EnumRange;
#define LVGL_ENUM(type, from, to)           \
  template <>                               \
  struct EnumRange<type> {                  \
    static constexpr int64_t lowest = from; \
    static constexpr int64_t highest = to;  \
  };
#include "generated/enum_ranges.inc"
#undef LVGL_ENUM

// Limits for an argument of a function that LVGL would use unchecked to allocate, draw or look up.
struct Limit {
  int64_t lowest;
  int64_t highest;
};
template <auto function, size_t index>
constexpr Limit limitOf{.lowest = INT64_MIN, .highest = INT64_MAX};
template <auto function, size_t index>
constexpr bool isCoordinate = false;
#define LVGL_LIMIT(function, index, from, to) \
  template <>                                 \
  constexpr Limit limitOf<&(function), index>{.lowest = (from), .highest = (to)};
#define LVGL_COORDINATE(function, index) \
  template <>                            \
  constexpr bool isCoordinate<&(function), index> = true;
#include "generated/limits.inc"
#undef LVGL_COORDINATE
#undef LVGL_LIMIT

template <typename T, int64_t from, int64_t to>
T readNumber(Call &call, size_t index) {
  if constexpr (std::is_enum_v<T>) {
    return static_cast<T>(call.integer(index, EnumRange<T>::lowest, EnumRange<T>::highest));
  } else {
    constexpr int64_t lowest = std::max<int64_t>(from, std::numeric_limits<T>::min());
    constexpr int64_t highest = std::min<int64_t>(to, std::numeric_limits<T>::max());
    return static_cast<T>(call.integer(index, lowest, highest));
  }
}

template <typename T>
T readPointer(Call &call, ObjectRecord &self, size_t index) {
  using Target = std::remove_const_t<std::remove_pointer_t<T>>;
  if constexpr (std::is_same_v<Target, char>) {
    return call.text(index);
  } else if constexpr (std::is_same_v<Target, lv_obj_t>) {
    return call.has(index) ? call.object(index).object : nullptr;
  } else if constexpr (std::is_same_v<Target, lv_style_t>) {
    const std::shared_ptr<StyleData> &data = call.record<StyleRecord>(index, Kind::Style).data;
    self.keep("method style " + std::to_string(index) + " " + std::to_string(data->kept.size()) + " " +
                  std::to_string(call.number(index)),
              data);
    return &data->style;
  } else if constexpr (std::is_void_v<Target>) {
    std::shared_ptr<void> keep;
    const void *source = readImageSource(call, index, keep);
    // An image that a method has set is kept until the widget is deleted, because it is not known here when another one
    // replaces it.
    if (keep != nullptr) self.keep("method image " + std::to_string(reinterpret_cast<uintptr_t>(keep.get())), keep);
    return source;
  } else {
    static_assert(isPart<Target>, "a pointer type without a conversion");
    if (!call.has(index)) return nullptr;
    return static_cast<T>(partPointer(call.environment, self, PartOf<Target>::kind, call.number(index)));
  }
}

template <auto function, typename T, size_t index>
T readArgument(Call &call, ObjectRecord &self) {
  if constexpr (std::is_same_v<T, bool>) {
    return call.boolean(index);
  } else if constexpr (std::is_same_v<T, lv_color_t>) {
    return call.color(index);
  } else if constexpr (std::is_pointer_v<T>) {
    return readPointer<T>(call, self, index);
  } else if constexpr (isCoordinate<function, index>) {
    return call.coordinate(index);
  } else {
    return readNumber<T, limitOf<function, index>.lowest, limitOf<function, index>.highest>(call, index);
  }
}

template <typename T>
Napi::Value writeResult(Call &call, ObjectRecord &self, T value) {
  if constexpr (std::is_same_v<T, bool>) {
    return call.toBoolean(value);
  } else if constexpr (std::is_same_v<T, lv_result_t>) {
    return call.toBoolean(value == LV_RESULT_OK);
  } else if constexpr (std::is_same_v<T, lv_color_t>) {
    return call.toNumber(lv_color_to_u32(value) & 0xffffff);
  } else if constexpr (std::is_same_v<T, lv_point_t>) {
    return call.toPoint(value);
  } else if constexpr (std::is_pointer_v<T>) {
    using Target = std::remove_const_t<std::remove_pointer_t<T>>;
    if constexpr (std::is_same_v<Target, char>) {
      return call.toText(value);
    } else if constexpr (std::is_same_v<Target, lv_obj_t>) {
      // Some widgets keep pointing at what was deleted. This looks for it among all that live, and does not read it.
      return call.toHandle(lv_obj_is_valid(value) ? const_cast<lv_obj_t *>(value) : nullptr);
    } else {
      static_assert(isPart<Target>, "a pointer type without a conversion");
      if (value == nullptr) return call.js.Null();
      return call.toNumber(partHandle(self, PartOf<Target>::kind, const_cast<Target *>(value)));
    }
  } else {
    return call.toNumber(static_cast<double>(value));
  }
}

// Functions that add a part which the widget keeps a pointer to, or whose listeners find the widget as their parent's
// parent, or each other by their place. They use what they find without looking at its class, so that the part has to
// stay where it is.
using MarkParts = void (*)(Environment &environment, lv_obj_t *widget, lv_obj_t *result);
constexpr MarkParts markResult = [](Environment &environment, lv_obj_t *, lv_obj_t *result) {
  markInternal(environment, result);
};
// A message box without a title gets an empty one with its first button.
constexpr MarkParts markTitle = [](Environment &environment, lv_obj_t *msgbox, lv_obj_t *) {
  markInternal(environment, lv_msgbox_get_title(msgbox));
};
template <auto function>
constexpr MarkParts markPartsOf = nullptr;
template <>
constexpr MarkParts markPartsOf<&lv_calendar_add_header_arrow> = markResult;
template <>
constexpr MarkParts markPartsOf<&lv_calendar_add_header_dropdown> = markResult;
template <>
constexpr MarkParts markPartsOf<&lv_msgbox_add_title> = markTitle;
template <>
constexpr MarkParts markPartsOf<&lv_msgbox_add_header_button> = markTitle;
template <>
constexpr MarkParts markPartsOf<&lv_msgbox_add_close_button> =
    [](Environment &environment, lv_obj_t *msgbox, lv_obj_t *result) {
      markTitle(environment, msgbox, result);
      markResult(environment, msgbox, result);
    };
template <>
constexpr MarkParts markPartsOf<&lv_tabview_add_tab> = [](Environment &environment, lv_obj_t *tabview, lv_obj_t *) {
  markInternal(environment, lv_tabview_get_tab_button(tabview, -1));
};

template <auto function, typename Result, typename Object, typename... Arguments, size_t... Index>
Napi::Value invoke(Call &call, ObjectRecord &self, Result (*)(Object *, Arguments...), std::index_sequence<Index...>) {
  // Braces, so that arguments are read, and refused, from left to right.
  const std::tuple<Arguments...> arguments{readArgument<function, Arguments, Index + 1>(call, self)...};
  if constexpr (std::is_void_v<Result>) {
    function(self.object, std::get<Index>(arguments)...);
    return call.undefined();
  } else {
    Result result = function(self.object, std::get<Index>(arguments)...);
    if constexpr (markPartsOf<function> != nullptr) markPartsOf<function>(call.environment, self.object, result);
    return writeResult<Result>(call, self, result);
  }
}

template <auto function, typename Result, typename Object, typename... Arguments>
Napi::Value apply(Call &call, const lv_obj_class_t *wanted, Result (*signature)(Object *, Arguments...)) {
  ObjectRecord &self = call.object(0);
  if (!lv_obj_has_class(self.object, wanted)) {
    throw Failure(FailureCode::Argument, std::string("argument 1 must be a ") + className(wanted) + ", not a " +
                                             className(self.object->class_p));
  }
  checkMethod(call, self);
  return invoke<function>(call, self, signature, std::index_sequence_for<Arguments...>{});
}

// Functions that delete the widget itself.
template <auto function>
constexpr bool deletesItself = false;
template <>
constexpr bool deletesItself<&lv_msgbox_close> = true;

// As lv_msgbox_close() does it: a box that made its own backdrop goes with it.
Napi::Value closeMessageBox(Call &call) {
  ObjectRecord &self = call.object(0);
  if (!lv_obj_has_class(self.object, &lv_msgbox_class)) call.refuse(0, "a msgbox");
  lv_obj_t *above = lv_obj_get_parent(self.object);
  const bool hasBackdrop = above != nullptr && lv_obj_check_type(above, &lv_msgbox_backdrop_class);
  deleteSafely(hasBackdrop ? call.environment.recordOf(above) : self);
  return call.undefined();
}

// Functions that delete a part, which is their first argument.
template <auto function>
constexpr bool removesPart = false;
template <>
constexpr bool removesPart<&lv_chart_remove_series> = true;
template <>
constexpr bool removesPart<&lv_chart_remove_cursor> = true;
template <>
constexpr bool removesPart<&lv_spangroup_delete_span> = true;

template <auto function, const lv_obj_class_t *wanted>
Napi::Value method(Call &call) {
  if constexpr (deletesItself<function>) {
    if (call.environment.isInCallback()) return closeMessageBox(call);
  }
  if constexpr (removesPart<function>) {
    const auto &part = call.record<PartRecord>(1, Kind::Part);
    const Napi::Value result = apply<function>(call, wanted, function);
    forgetPart(call.object(0), part.pointer);
    return result;
  } else {
    return apply<function>(call, wanted, function);
  }
}

}  // namespace

void registerMethods(Napi::Object exports) {
  Napi::Object methods = Napi::Object::New(exports.Env());
#define LVGL_METHOD(widget, name, function, access) \
  expose<Access::access, method<&(function), &lv_##widget##_class>>(methods, #widget "_" #name);
#include "generated/methods.inc"
#undef LVGL_METHOD
  exports.Set("methods", methods);
}
