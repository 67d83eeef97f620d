// What is deleted leaves its input groups first. LVGL deletes an object's children before it takes the object out of
// its group, and each focused child hands the focus on meanwhile: to a text area, say, whose own label is gone already.
// The linker puts these functions in front of LVGL's own (--wrap in CMakeLists.txt), because widgets delete too.
#include <algorithm>
#include <vector>

#include "lvgl_api.h"

namespace {

void collectGrouped(lv_obj_t *object, std::vector<lv_obj_t *> &found) {
  if (lv_obj_get_group(object) != nullptr) found.push_back(object);
  for (uint32_t i = 0; i < lv_obj_get_child_count(object); i += 1) {
    collectGrouped(lv_obj_get_child(object, static_cast<int32_t>(i)), found);
  }
}

// The focused ones last: then the focus goes to something that stays, or nowhere.
void leaveGroups(std::vector<lv_obj_t *> members) {
  const auto focused = std::ranges::partition(
      members, [](lv_obj_t *each) { return lv_group_get_focused(lv_obj_get_group(each)) != each; });
  for (auto each = members.begin(); each != focused.begin(); ++each) lv_group_remove_obj(*each);
  for (lv_obj_t *each : focused) {
    // A widget that gets the focus may have deleted one.
    if (lv_obj_is_valid(each)) lv_group_remove_obj(each);
  }
}

}  // namespace

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" {

void __real_lv_obj_delete(lv_obj_t *object);
void __real_lv_obj_delete_async(lv_obj_t *object);
void __real_lv_obj_clean(lv_obj_t *object);

void __wrap_lv_obj_delete(lv_obj_t *object) {
  std::vector<lv_obj_t *> members;
  collectGrouped(object, members);
  leaveGroups(std::move(members));
  __real_lv_obj_delete(object);
}

void __wrap_lv_obj_delete_async(lv_obj_t *object) {
  std::vector<lv_obj_t *> members;
  collectGrouped(object, members);
  leaveGroups(std::move(members));
  __real_lv_obj_delete_async(object);
}

void __wrap_lv_obj_clean(lv_obj_t *object) {
  std::vector<lv_obj_t *> members;
  for (uint32_t i = 0; i < lv_obj_get_child_count(object); i += 1) {
    collectGrouped(lv_obj_get_child(object, static_cast<int32_t>(i)), members);
  }
  leaveGroups(std::move(members));
  __real_lv_obj_clean(object);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)
