// Style properties: reads their values from JavaScript, and sets them on objects and styles.
#pragma once

#include <napi.h>

#include "call.h"
#include "resources.h"

struct StyleValue {
  lv_style_value_t value = {};
  std::shared_ptr<void> keep;  // what the value points to
};

inline uint32_t propertyType(lv_prop_id_t id) { return id >> LV_PROPERTY_TYPE_SHIFT; }
inline uint32_t propertyIndex(lv_prop_id_t id) { return id & 0xffffff; }
inline bool isStyleProperty(lv_prop_id_t id) { return propertyIndex(id) < LV_PROPERTY_ID_START; }

// Refuses what is no style property of LVGL.
lv_style_prop_t styleProperty(lv_prop_id_t id);

// The type code in the id, but for the properties that LVGL's table gives a wrong one.
uint32_t styleType(lv_prop_id_t id);

// Whether the property is true or false only, whatever LVGL's type code says.
bool isBooleanProperty(lv_prop_id_t id);

// Refuses a value that LVGL's setter would cut to fewer bits.
int32_t readRanged(Call &call, size_t index, lv_prop_id_t id);

StyleValue readStyleValue(Call &call, size_t index, lv_prop_id_t id);
Napi::Value writeStyleValue(Call &call, lv_prop_id_t id, lv_style_value_t value);

// Values that LVGL keeps as a pointer to a structure: gradients, colour keys, grid tracks, transitions, animations,
// filters.
StyleValue readPointerValue(Call &call, size_t index, lv_prop_id_t id);

lv_style_prop_t readNumberProperty(Call &call, size_t index);

// Between two pointers LVGL would compute addresses that are none, so those properties are refused.
lv_style_prop_t readTransitionProperty(lv_prop_id_t id);

void registerStyles(Napi::Object exports);
