// Widget properties by LVGL's own tables: id, type code, setter, getter.
//
// In LVGL 9.5, lv_obj_set_property() compares an id that still carries its second type code with the id range of a
// class, and so does not find such properties (slider value, roller options, …). The tables themselves are right, so
// they are searched here by the exact id.
#include "properties.h"

#include "call.h"
#include "exports.h"
#include "objects.h"
#include "styles.h"

namespace {

using IntegerSetter = void (*)(lv_obj_t *, int32_t, int32_t);
using PreciseSetter = void (*)(lv_obj_t *, lv_value_precise_t, int32_t);
using BooleanSetter = void (*)(lv_obj_t *, bool);
using ColorSetter = void (*)(lv_obj_t *, lv_color_t);
using PointerSetter = void (*)(lv_obj_t *, const void *, int32_t);
using PointSetter = void (*)(lv_obj_t *, lv_point_t *);
using AnySetter = lv_result_t (*)(lv_obj_t *, lv_prop_id_t, const lv_property_t *);
using IntegerGetter = int32_t (*)(const lv_obj_t *);
using PreciseGetter = lv_value_precise_t (*)(const lv_obj_t *);
using BooleanGetter = bool (*)(const lv_obj_t *);
using ColorGetter = lv_color_t (*)(const lv_obj_t *);
using PointerGetter = const void *(*)(const lv_obj_t *);
using PointGetter = lv_point_t (*)(lv_obj_t *);
using AnyGetter = lv_result_t (*)(const lv_obj_t *, lv_prop_id_t, lv_property_t *);

// The tables hold void pointers. The type code says what they point to.
template <typename Function>
Function as(void *pointer) {
  return reinterpret_cast<Function>(pointer);
}

const lv_property_ops_t &operations(const lv_obj_t *object, lv_prop_id_t id) {
  for (const lv_obj_class_t *each = object->class_p; each != nullptr; each = each->base_class) {
    const bool isFlagOrState =
        each == &lv_obj_class && id >= LV_PROPERTY_OBJ_FLAG_START && id <= LV_PROPERTY_OBJ_STATE_END;
    for (uint32_t i = 0; i < each->properties_count; i += 1) {
      const lv_property_ops_t &found = each->properties[i];
      if (found.id == id || (isFlagOrState && found.id == LV_PROPERTY_ID_ANY)) return found;
    }
  }
  throw Failure(FailureCode::Argument,
                std::string("a ") + className(object->class_p) + " has no property with id " + std::to_string(id));
}

void refuseCycle(const lv_obj_t *object, const lv_obj_t *parent) {
  for (const lv_obj_t *above = parent; above != nullptr; above = lv_obj_get_parent(above)) {
    if (above == object) {
      throw Failure(FailureCode::Argument, "an object cannot become a child of itself or of what it contains");
    }
  }
  if (parent == nullptr || lv_obj_get_parent(object) == nullptr) {
    throw Failure(FailureCode::Argument, "a screen has no parent, and everything else has one");
  }
}

lv_point_t readPoint(Call &call, size_t index) {
  if (!call[index].IsObject()) call.refuse(index, "a point { x, y }");
  const auto object = call[index].As<Napi::Object>();
  const Napi::Value x = object.Get("x");
  const Napi::Value y = object.Get("y");
  if (!x.IsNumber() || !y.IsNumber()) call.refuse(index, "a point { x, y }");
  return {.x = x.As<Napi::Number>().Int32Value(), .y = y.As<Napi::Number>().Int32Value()};
}

void setPointer(Call &call, ObjectRecord &record, const lv_property_ops_t &found, lv_prop_id_t id) {
  const auto set = as<PointerSetter>(found.setter);
  lv_obj_t *object = record.object;
  switch (propertyType(id)) {
    case LV_PROPERTY_TYPE_TEXT: set(object, call.text(2), call.has(3) ? call.int32(3) : 0); return;
    case LV_PROPERTY_TYPE_IMGSRC: {
      std::shared_ptr<void> keep;
      set(object, readImageSource(call, 2, keep), 0);
      record.keep("property " + std::to_string(id), std::move(keep));
      return;
    }
    case LV_PROPERTY_TYPE_OBJ: {
      lv_obj_t *value = call.has(2) ? call.object(2).object : nullptr;
      if (id == static_cast<lv_prop_id_t>(LV_PROPERTY_OBJ_PARENT)) {
        refuseInternal(record);
        refuseCycle(object, value);
        refuseOtherDisplay(object, value);
      }
      if (id == static_cast<lv_prop_id_t>(LV_PROPERTY_KEYBOARD_TEXTAREA) && value != nullptr &&
          !lv_obj_has_class(value, &lv_textarea_class)) {
        call.refuse(2, "a textarea");
      }
      set(object, value, 0);
      return;
    }
    default:
      throw Failure(FailureCode::Argument, "property id " + std::to_string(id) + " cannot be set from JavaScript");
  }
}

Napi::Value set(Call &call) {
  ObjectRecord &record = call.object(0);
  const lv_prop_id_t id = call.uint32(1);
  const lv_property_ops_t &found = operations(record.object, id);
  if (found.setter == nullptr) throw Failure(FailureCode::Argument, "the property is read-only");
  if (found.id == LV_PROPERTY_ID_ANY) {
    lv_property_t value = {};
    value.id = id;
    value.num = call.boolean(2) ? 1 : 0;
    as<AnySetter>(found.setter)(record.object, id, &value);
    return call.undefined();
  }
  switch (propertyType(id)) {
    case LV_PROPERTY_TYPE_INT:
      as<IntegerSetter>(found.setter)(record.object, readRanged(call, 2, id), call.has(3) ? call.int32(3) : 0);
      break;
    case LV_PROPERTY_TYPE_PRECISE: as<PreciseSetter>(found.setter)(record.object, call.int32(2), 0); break;
    case LV_PROPERTY_TYPE_BOOL: as<BooleanSetter>(found.setter)(record.object, call.boolean(2)); break;
    case LV_PROPERTY_TYPE_COLOR: as<ColorSetter>(found.setter)(record.object, call.color(2)); break;
    case LV_PROPERTY_TYPE_POINT: {
      lv_point_t point = readPoint(call, 2);
      as<PointSetter>(found.setter)(record.object, &point);
      break;
    }
    default: setPointer(call, record, found, id);
  }
  return call.undefined();
}

Napi::Value get(Call &call) {
  lv_obj_t *object = call.object(0).object;
  const lv_prop_id_t id = call.uint32(1);
  const lv_property_ops_t &found = operations(object, id);
  if (found.getter == nullptr) throw Failure(FailureCode::Argument, "the property can only be set");
  if (found.id == LV_PROPERTY_ID_ANY) {
    lv_property_t value = {};
    as<AnyGetter>(found.getter)(object, id, &value);
    return call.toBoolean(value.num != 0);
  }
  if (isBooleanProperty(id)) return call.toBoolean(as<BooleanGetter>(found.getter)(object));
  switch (propertyType(id)) {
    case LV_PROPERTY_TYPE_INT: return call.toNumber(as<IntegerGetter>(found.getter)(object));
    case LV_PROPERTY_TYPE_PRECISE: return call.toNumber(as<PreciseGetter>(found.getter)(object));
    case LV_PROPERTY_TYPE_COLOR:
      return call.toNumber(lv_color_to_u32(as<ColorGetter>(found.getter)(object)) & 0xffffff);
    case LV_PROPERTY_TYPE_POINT: return call.toPoint(as<PointGetter>(found.getter)(object));
    case LV_PROPERTY_TYPE_TEXT: return call.toText(static_cast<const char *>(as<PointerGetter>(found.getter)(object)));
    case LV_PROPERTY_TYPE_IMGSRC: return writeImageSource(call, as<PointerGetter>(found.getter)(object));
    case LV_PROPERTY_TYPE_OBJ:
      return call.toHandle(static_cast<lv_obj_t *>(const_cast<void *>(as<PointerGetter>(found.getter)(object))));
    default:
      throw Failure(FailureCode::Argument, "property id " + std::to_string(id) + " cannot be read from JavaScript");
  }
}

}  // namespace

void registerProperties(Napi::Object exports) {
  expose<Access::Changes, set>(exports, "setProperty");
  expose<Access::Reads, get>(exports, "getProperty");
}
