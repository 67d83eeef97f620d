#include "objects.h"

#include <algorithm>
#include <array>

#include "call.h"
#include "displays.h"
#include "events.h"
#include "exports.h"
#include "motion.h"
#include "parts.h"
#include "styles.h"

namespace {

// A keyboard keeps pointing at the text area into which it writes, also after that was deleted.
void forgetTextarea(const Environment &environment, const lv_obj_t *textarea) {
  for (const auto &[object, handle] : environment.objects) {
    if (!lv_obj_has_class(object, &lv_keyboard_class)) continue;
    const auto &record = static_cast<ObjectRecord &>(environment.records.get(handle, Kind::Object));
    auto *keyboard = reinterpret_cast<lv_keyboard_t *>(record.object);
    if (keyboard->ta == textarea) keyboard->ta = nullptr;
  }
}

void onDelete(lv_event_t *event) {
  auto &record = *static_cast<ObjectRecord *>(lv_event_get_user_data(event));
  // LVGL passes some events of children up to their parents.
  if (lv_event_get_target(event) != record.object || record.isDeleting) return;
  Environment &environment = record.environment;
  record.isDeleting = true;
  if (listensTo(record, LV_EVENT_DELETE)) sendEvent(record, event);
  stopAnimationsOf(record);
  for (const auto &[pointer, handle] : record.parts) environment.bury(environment.records.remove(handle));
  environment.objects.erase(record.object);
  if (lv_obj_has_class(record.object, &lv_textarea_class)) forgetTextarea(environment, record.object);
  const double handle = record.handle;
  environment.bury(environment.records.remove(handle));
  Napi::HandleScope scope(environment.js);
  environment.send(Message::Deleted, {Napi::Number::New(environment.js, handle)});
}

void markCondemned(Environment &environment, lv_obj_t *object, bool isCondemned) {
  if (environment.isUnknown(object)) return;
  environment.recordOf(object).isCondemned = isCondemned;
  for (uint32_t i = 0; i < lv_obj_get_child_count(object); i += 1) {
    markCondemned(environment, lv_obj_get_child(object, static_cast<int32_t>(i)), isCondemned);
  }
}

// Null for one that is gone for LVGL too.
ObjectRecord *find(const Environment &environment, double handle) {
  try {
    return &static_cast<ObjectRecord &>(environment.records.get(handle, Kind::Object));
  } catch (const Failure &) {
    return nullptr;
  }
}

void deleteCondemned(Environment &environment, double handle) {
  const ObjectRecord *record = find(environment, handle);
  // What contained it may have been deleted first.
  if (record == nullptr) return;
  // Its listeners hear of the deletion, and may read it then.
  markCondemned(environment, record->object, false);
  lv_obj_delete(record->object);
}

// Makes no record: what has none was never deleted by JavaScript.
bool isCondemned(const Environment &environment, const lv_obj_t *object) {
  const auto handle = environment.objects.find(object);
  if (handle == environment.objects.end()) return object->is_deleting;
  return static_cast<ObjectRecord &>(environment.records.get(handle->second, Kind::Object)).isCondemned;
}

// The children that JavaScript has not deleted.
std::vector<lv_obj_t *> childrenOf(const Environment &environment, lv_obj_t *object) {
  std::vector<lv_obj_t *> found;
  for (uint32_t i = 0; i < lv_obj_get_child_count(object); i += 1) {
    lv_obj_t *child = lv_obj_get_child(object, static_cast<int32_t>(i));
    if (!isCondemned(environment, child)) found.push_back(child);
  }
  return found;
}

void markInternals(Environment &environment, lv_obj_t *object) {
  for (uint32_t i = 0; i < lv_obj_get_child_count(object); i += 1) {
    markInternal(environment, lv_obj_get_child(object, static_cast<int32_t>(i)));
  }
}

// These are made later than their widget, which knows them by pointer too.
bool isContainer(const lv_obj_class_t *lvglClass) {
  static const std::array containers = {
      &lv_msgbox_header_class,         &lv_msgbox_content_class, &lv_msgbox_footer_class,
      &lv_menu_sidebar_cont_class,     &lv_menu_main_cont_class, &lv_menu_sidebar_header_cont_class,
      &lv_menu_main_header_cont_class,
  };
  return std::ranges::find(containers, lvglClass) != containers.end();
}

lv_obj_t *make(Environment &environment, const ClassEntry &entry, lv_obj_t *parent) {
  lv_obj_t *object = entry.create(parent);
  // LVGL's own default is 0, by which it divides as soon as it draws.
  if (entry.lvglClass == &lv_arclabel_class) lv_arclabel_set_radius(object, LV_DPI_DEF / 2);
  markInternals(environment, object);
  // The list of a drop-down lies on the screen, and has its label as its first child.
  if (entry.lvglClass == &lv_dropdown_class) markInternals(environment, lv_dropdown_get_list(object));
  return object;
}

Napi::Value create(Call &call) {
  const auto &entries = classEntries();
  const ClassEntry &entry = entries[static_cast<size_t>(call.integer(0, 0, static_cast<int64_t>(entries.size()) - 1))];
  if (entry.create == nullptr) {
    throw Failure(FailureCode::Argument,
                  std::string("lv_") + entry.name + " is made by its parent widget, not by create()");
  }
  if (call.has(1)) {
    return call.toHandle(make(call.environment, entry, call.object(1).object));
  }
  lv_display_set_default(displayAt(call, 2).display);
  return call.toHandle(make(call.environment, entry, nullptr));
}

void refuseVital(lv_obj_t *object) {
  const lv_display_t *display = lv_obj_get_display(object);
  if (display == nullptr) return;
  if (object == display->top_layer || object == display->sys_layer || object == display->bottom_layer) {
    throw Failure(FailureCode::Argument, "a layer lives as long as its display; clean() empties it");
  }
  if (object == display->act_scr || object == display->prev_scr || object == display->scr_to_load) {
    throw Failure(FailureCode::Argument, "the screen is shown; load another one before it is deleted");
  }
}

Napi::Value remove(Call &call) {
  ObjectRecord &record = call.object(0);
  refuseInternal(record);
  refuseVital(record.object);
  deleteSafely(record);
  return call.undefined();
}

// Deletes the children, unless they are part of the widget itself.
Napi::Value clean(Call &call) {
  ObjectRecord &record = call.object(0);
  const std::vector<lv_obj_t *> children = childrenOf(call.environment, record.object);
  for (lv_obj_t *child : children) refuseInternal(call.environment.recordOf(child));
  if (!call.environment.isInCallback()) {
    lv_obj_clean(record.object);
  } else {
    for (lv_obj_t *child : children) deleteSafely(call.environment.recordOf(child));
  }
  return call.undefined();
}

Napi::Value setParent(Call &call) {
  refuseInternal(call.object(0));
  lv_obj_t *object = call.object(0).object;
  for (lv_obj_t *above = call.object(1).object; above != nullptr; above = lv_obj_get_parent(above)) {
    if (above == object) {
      throw Failure(FailureCode::Argument, "an object cannot become a child of itself or of what it contains");
    }
  }
  if (lv_obj_get_parent(object) == nullptr) throw Failure(FailureCode::Argument, "a screen has no parent");
  refuseOtherDisplay(object, call.object(1).object);
  lv_obj_set_parent(object, call.object(1).object);
  return call.undefined();
}

Napi::Value classOf(Call &call) { return call.toText(className(call.object(0).object->class_p)); }

// As LVGL counts: from 0, and from -1 for the last.
Napi::Value child(Call &call) {
  lv_obj_t *object = call.object(0).object;
  const int32_t wanted = call.int32(1);
  if (!call.environment.mayHoldDeleted()) return call.toHandle(lv_obj_get_child(object, wanted));
  const std::vector<lv_obj_t *> children = childrenOf(call.environment, object);
  const auto count = static_cast<int64_t>(children.size());
  const int64_t at = wanted < 0 ? count + wanted : wanted;
  return at < 0 || at >= count ? call.js.Null() : call.toHandle(children[static_cast<size_t>(at)]);
}

Napi::Value childCount(Call &call) {
  lv_obj_t *object = call.object(0).object;
  if (!call.environment.mayHoldDeleted()) return call.toNumber(lv_obj_get_child_count(object));
  return call.toNumber(static_cast<double>(childrenOf(call.environment, object).size()));
}

Napi::Value parent(Call &call) { return call.toHandle(lv_obj_get_parent(call.object(0).object)); }

Napi::Value index(Call &call) { return call.toNumber(lv_obj_get_index(call.object(0).object)); }

Napi::Value moveToIndex(Call &call) {
  refuseInternal(call.object(0));
  lv_obj_t *object = call.object(0).object;
  const lv_obj_t *above = lv_obj_get_parent(object);
  if (above == nullptr) throw Failure(FailureCode::Argument, "a screen has no siblings");
  const auto count = static_cast<int32_t>(lv_obj_get_child_count(above));
  const auto wanted = static_cast<int32_t>(call.integer(1, -count, count - 1));
  // Widgets find their own parts by their place: the label of a roller is its first child.
  for (int32_t i = wanted < 0 ? count + wanted : wanted; i < count; i += 1) {
    lv_obj_t *sibling = lv_obj_get_child(above, i);
    if (sibling != object && !call.environment.isUnknown(sibling)) refuseInternal(call.environment.recordOf(sibling));
  }
  lv_obj_move_to_index(object, wanted);
  return call.undefined();
}

Napi::Value isAliveHandle(Call &call) { return call.toBoolean(isAlive(call.environment, call.number(0))); }

Napi::Value area(Call &call) {
  lv_obj_t *object = call.object(0).object;
  lv_area_t found;
  lv_obj_get_coords(object, &found);
  Napi::Object result = Napi::Object::New(call.js);
  result.Set("x", found.x1);
  result.Set("y", found.y1);
  result.Set("width", lv_area_get_width(&found));
  result.Set("height", lv_area_get_height(&found));
  return result;
}

}  // namespace

bool isAlive(const Environment &environment, double handle) {
  const ObjectRecord *record = find(environment, handle);
  return record != nullptr && !record->isDeleting && !record->isCondemned;
}

void deleteSafely(ObjectRecord &record) {
  Environment &environment = record.environment;
  if (!environment.isInCallback()) {
    lv_obj_delete(record.object);
    return;
  }
  markCondemned(environment, record.object, true);
  lv_obj_invalidate(record.object);
  // Not by lv_obj_add_flag(), which would move the focus and send events in the middle of another one.
  record.object->flags = static_cast<lv_obj_flag_t>(record.object->flags | LV_OBJ_FLAG_HIDDEN);
  environment.later([&environment, handle = record.handle] { deleteCondemned(environment, handle); });
}

// LVGL leaves notes about an object at its display, and would not find them again at another one.
void refuseOtherDisplay(lv_obj_t *object, lv_obj_t *parent) {
  if (lv_obj_get_display(object) != lv_obj_get_display(parent)) {
    throw Failure(FailureCode::Argument, "an object stays on the display on which it was made; make a new one there");
  }
}

void markInternal(Environment &environment, lv_obj_t *part) {
  environment.recordOf(part).isInternal = true;
  markInternals(environment, part);
}

void refuseInternal(const ObjectRecord &record) {
  if (record.isInternal || isContainer(record.object->class_p)) {
    throw Failure(FailureCode::Argument, std::string("this ") + className(record.object->class_p) +
                                             " is a part of its widget, which counts on it");
  }
}

void ObjectRecord::keep(const std::string &place, std::shared_ptr<void> resource) {
  const auto found = kept_.find(place);
  if (found != kept_.end()) {
    environment.bury(std::move(found->second));
    kept_.erase(found);
  }
  if (resource != nullptr) kept_.emplace(place, std::move(resource));
}

const std::vector<ClassEntry> &classEntries() {
  static const std::vector<ClassEntry> entries = {
#define LVGL_CLASS(name, lvglClass, create) {#name, &(lvglClass), create},
#include "generated/classes.inc"
#undef LVGL_CLASS
  };
  return entries;
}

const char *className(const lv_obj_class_t *lvglClass) {
  // A class that LVGL keeps to itself is shown as the nearest public class that it extends.
  for (const lv_obj_class_t *each = lvglClass; each != nullptr; each = each->base_class) {
    for (const ClassEntry &entry : classEntries()) {
      if (entry.lvglClass == each) return entry.name;
    }
  }
  return "obj";
}

ObjectRecord &Environment::recordOf(lv_obj_t *object) {
  const auto found = objects.find(object);
  if (found != objects.end()) return static_cast<ObjectRecord &>(records.get(found->second, Kind::Object));
  auto record = std::make_unique<ObjectRecord>(*this, object);
  ObjectRecord &added = *record;
  objects.emplace(object, records.add(std::move(record)));
  lv_obj_add_event_cb(object, onDelete, LV_EVENT_DELETE, &added);
  return added;
}

void registerObjects(Napi::Env js, Napi::Object exports) {
  static_cast<void>(js);
  expose<Access::Changes, create>(exports, "create");
  expose<Access::Changes, remove>(exports, "remove");
  expose<Access::Changes, clean>(exports, "clean");
  expose<Access::Changes, setParent>(exports, "setParent");
  expose<Access::Changes, moveToIndex>(exports, "moveToIndex");
  expose<Access::Reads, classOf>(exports, "classOf");
  expose<Access::Reads, child>(exports, "child");
  expose<Access::Reads, childCount>(exports, "childCount");
  expose<Access::Reads, parent>(exports, "parent");
  expose<Access::Reads, index>(exports, "index");
  expose<Access::Reads, isAliveHandle>(exports, "isAlive");
  expose<Access::Reads, area>(exports, "area");
}
