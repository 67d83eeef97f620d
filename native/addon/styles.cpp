#include "styles.h"

#include "exports.h"
#include "objects.h"

namespace {

std::string place(lv_style_prop_t property, lv_style_selector_t selector) {
  return "style " + std::to_string(selector) + " " + std::to_string(property);
}

Napi::Value createStyle(Call &call) {
  return call.toNumber(call.environment.records.add(std::make_unique<StyleRecord>(std::make_shared<StyleData>())));
}

Napi::Value deleteStyle(Call &call) {
  call.environment.bury(call.environment.records.remove(call.record<StyleRecord>(0, Kind::Style).handle));
  return call.undefined();
}

Napi::Value styleSet(Call &call) {
  StyleData &data = *call.record<StyleRecord>(0, Kind::Style).data;
  const lv_prop_id_t id = call.uint32(1);
  const lv_style_prop_t property = styleProperty(id);
  StyleValue read = readStyleValue(call, 2, id);
  lv_style_set_prop(&data.style, property, read.value);
  std::shared_ptr<void> &kept = data.kept[id];
  call.environment.bury(std::move(kept));
  kept = std::move(read.keep);
  return call.undefined();
}

Napi::Value styleGet(Call &call) {
  const StyleData &data = *call.record<StyleRecord>(0, Kind::Style).data;
  const lv_prop_id_t id = call.uint32(1);
  lv_style_value_t value;
  if (lv_style_get_prop(&data.style, styleProperty(id), &value) != LV_STYLE_RES_FOUND) return call.undefined();
  return writeStyleValue(call, id, value);
}

Napi::Value styleRemove(Call &call) {
  StyleData &data = *call.record<StyleRecord>(0, Kind::Style).data;
  const lv_prop_id_t id = call.uint32(1);
  const bool removed = lv_style_remove_prop(&data.style, styleProperty(id));
  call.environment.bury(std::move(data.kept[id]));
  data.kept.erase(id);
  return call.toBoolean(removed);
}

// Draws the objects again that use the style. `null` means all styles.
Napi::Value styleRefresh(Call &call) {
  lv_obj_report_style_change(call.has(0) ? &call.record<StyleRecord>(0, Kind::Style).data->style : nullptr);
  return call.undefined();
}

// LVGL counts an object's styles in 6 bits, and needs some of them for local styles and transitions.
constexpr uint32_t mostStyles = 56;

Napi::Value addStyle(Call &call) {
  ObjectRecord &record = call.object(0);
  const std::shared_ptr<StyleData> &data = call.record<StyleRecord>(1, Kind::Style).data;
  const auto selector = static_cast<lv_style_selector_t>(call.uint32(2));
  for (const auto &[used, usedSelector] : record.styles) {
    if (used == data && usedSelector == selector) return call.undefined();
  }
  if (record.object->style_cnt >= mostStyles) throw Failure(FailureCode::Argument, "the object has 56 styles already");
  lv_obj_add_style(record.object, &data->style, selector);
  record.styles.emplace_back(data, selector);
  return call.undefined();
}

Napi::Value removeStyle(Call &call) {
  ObjectRecord &record = call.object(0);
  const std::shared_ptr<StyleData> data = call.record<StyleRecord>(1, Kind::Style).data;
  const auto selector = static_cast<lv_style_selector_t>(call.uint32(2));
  lv_obj_remove_style(record.object, &data->style, selector);
  std::erase_if(record.styles, [&](const auto &used) { return used.first == data && used.second == selector; });
  return call.undefined();
}

// Also removes the theme's styles and local properties.
Napi::Value removeAllStyles(Call &call) {
  ObjectRecord &record = call.object(0);
  lv_obj_remove_style_all(record.object);
  for (auto &used : record.styles) call.environment.bury(std::move(used.first));
  record.styles.clear();
  return call.undefined();
}

Napi::Value setLocal(Call &call) {
  ObjectRecord &record = call.object(0);
  const lv_prop_id_t id = call.uint32(1);
  const lv_style_prop_t property = styleProperty(id);
  const auto selector = static_cast<lv_style_selector_t>(call.uint32(3));
  StyleValue read = readStyleValue(call, 2, id);
  if (record.object->style_cnt >= mostStyles + 6) {
    throw Failure(FailureCode::Argument, "the object has too many local styles (parts and states)");
  }
  lv_obj_set_local_style_prop(record.object, property, read.value, selector);
  if (styleType(id) >= LV_PROPERTY_TYPE_POINTER) record.keep(place(property, selector), std::move(read.keep));
  return call.undefined();
}

Napi::Value removeLocal(Call &call) {
  ObjectRecord &record = call.object(0);
  const lv_style_prop_t property = styleProperty(call.uint32(1));
  const auto selector = static_cast<lv_style_selector_t>(call.uint32(2));
  const bool removed = lv_obj_remove_local_style_prop(record.object, property, selector);
  record.drop(place(property, selector));
  return call.toBoolean(removed);
}

// How the object really looks now: own style, added styles, theme, inheritance, default.
Napi::Value getResolved(Call &call) {
  const lv_prop_id_t id = call.uint32(1);
  const auto part = static_cast<lv_part_t>(call.integer(2, 0, LV_PART_ANY));
  return writeStyleValue(call, id, lv_obj_get_style_prop(call.object(0).object, part, styleProperty(id)));
}

}  // namespace

StyleValue readStyleValue(Call &call, size_t index, lv_prop_id_t id) {
  StyleValue read;
  switch (styleType(id)) {
    case LV_PROPERTY_TYPE_INT:
    case LV_PROPERTY_TYPE_PRECISE:
    case LV_PROPERTY_TYPE_BOOL: read.value.num = readRanged(call, index, id); break;
    case LV_PROPERTY_TYPE_COLOR: read.value.color = call.color(index); break;
    case LV_PROPERTY_TYPE_FONT: {
      const std::shared_ptr<FontData> &font = call.record<FontRecord>(index, Kind::Font).data;
      read.value.ptr = &font->font;
      read.keep = font;
      break;
    }
    case LV_PROPERTY_TYPE_IMGSRC: read.value.ptr = readImageSource(call, index, read.keep); break;
    case LV_PROPERTY_TYPE_POINTER: return readPointerValue(call, index, id);
    default: throw Failure(FailureCode::Argument, "style property " + std::to_string(id) + " has no value type");
  }
  return read;
}

Napi::Value writeStyleValue(Call &call, lv_prop_id_t id, lv_style_value_t value) {
  switch (styleType(id)) {
    case LV_PROPERTY_TYPE_COLOR: return call.toNumber(lv_color_to_u32(value.color) & 0xffffff);
    case LV_PROPERTY_TYPE_FONT: return writeFont(call, static_cast<const lv_font_t *>(value.ptr));
    case LV_PROPERTY_TYPE_IMGSRC: return writeImageSource(call, value.ptr);
    // Structures behind pointers are not read back. Only whether one is set can be told.
    case LV_PROPERTY_TYPE_POINTER: return call.toBoolean(value.ptr != nullptr);
    default: return isBooleanProperty(id) ? call.toBoolean(value.num != 0) : call.toNumber(value.num);
  }
}

void registerStyles(Napi::Object exports) {
  expose<Access::Changes, createStyle>(exports, "styleCreate");
  expose<Access::Changes, deleteStyle>(exports, "styleDelete");
  expose<Access::Changes, styleSet>(exports, "styleSet");
  expose<Access::Reads, styleGet>(exports, "styleGet");
  expose<Access::Changes, styleRemove>(exports, "styleRemove");
  expose<Access::Changes, styleRefresh>(exports, "styleRefresh");
  expose<Access::Changes, addStyle>(exports, "addStyle");
  expose<Access::Changes, removeStyle>(exports, "removeStyle");
  expose<Access::Changes, removeAllStyles>(exports, "removeAllStyles");
  expose<Access::Changes, setLocal>(exports, "setStyleProperty");
  expose<Access::Changes, removeLocal>(exports, "removeStyleProperty");
  expose<Access::Reads, getResolved>(exports, "getStyleProperty");
}
