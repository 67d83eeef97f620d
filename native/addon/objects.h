// LVGL objects as JavaScript knows them: one record for each object that was ever handed out. It is dead when LVGL
// deletes the object.
#pragma once

#include <bitset>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "environment.h"
#include "records.h"

struct StyleData;

class ObjectRecord : public Record {
 public:
  ObjectRecord(Environment &environment, lv_obj_t *object)
      : Record(Kind::Object), environment(environment), object(object) {}

  // Keeps what LVGL points to (fonts, images, texts) as long as the object lives. The previous resource at this place
  // is freed when LVGL no longer uses it.
  void keep(const std::string &place, std::shared_ptr<void> resource);
  void drop(const std::string &place) { keep(place, nullptr); }

  Environment &environment;
  lv_obj_t *const object;
  std::vector<std::pair<std::shared_ptr<StyleData>, lv_style_selector_t>> styles;
  std::unordered_map<const void *, double> parts;  // series, cursors, sections and spans that JavaScript knows
  std::set<void *> animations;                     // that move a style property of this object
  std::bitset<LV_EVENT_LAST> listened;             // bit per event code that JavaScript listens to
  bool isDeleting = false;
  bool isCondemned = false;  // deleted inside a callback: gone for JavaScript, not yet for LVGL
  bool isInternal = false;   // made by its widget, which counts on it

 private:
  std::map<std::string, std::shared_ptr<void>> kept_;
};

struct ClassEntry {
  const char *name;  // `label` for lv_label_class
  const lv_obj_class_t *lvglClass;
  lv_obj_t *(*create)(lv_obj_t *parent);
};

const std::vector<ClassEntry> &classEntries();
// From now on refuseInternal() refuses this part of a widget, and what the part contains.
void markInternal(Environment &environment, lv_obj_t *part);
// Throws when a widget relies on this object being where it is, such as a text area's label or a message box's header.
void refuseInternal(const ObjectRecord &record);
void refuseOtherDisplay(lv_obj_t *object, lv_obj_t *parent);

// Deletes the object; inside a callback it is gone for JavaScript at once, and for LVGL when the callback's call has
// left LVGL, whose functions may still work on it.
void deleteSafely(ObjectRecord &record);
bool isAlive(const Environment &environment, double handle);

const char *className(const lv_obj_class_t *lvglClass);

void registerObjects(Napi::Env js, Napi::Object exports);
