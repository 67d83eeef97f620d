// Functions of LVGL that walk the members of a group. On the way they send events (focused, but scroll and others too),
// whose listeners must not change the list. The linker puts these in front of LVGL's own (--wrap in CMakeLists.txt),
// because LVGL calls them itself, for keys and for the end of an object.
#include "environment.h"
#include "lvgl_api.h"

namespace {

class WalksMembers {
 public:
  WalksMembers() : environment_(lvglOwner()) {
    if (environment_ != nullptr) environment_->focusDepth += 1;
  }
  ~WalksMembers() {
    if (environment_ != nullptr) environment_->focusDepth -= 1;
  }
  WalksMembers(const WalksMembers &) = delete;
  WalksMembers &operator=(const WalksMembers &) = delete;

 private:
  Environment *const environment_;
};

template <typename... Arguments>
void walking(void (*real)(Arguments...), Arguments... arguments) {
  const WalksMembers walks;
  real(arguments...);
}

bool isBeingDeleted(const lv_obj_t *object) {
  for (const lv_obj_t *each = object; each != nullptr; each = lv_obj_get_parent(each)) {
    if (each->is_deleting) return true;
  }
  return false;
}

}  // namespace

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" {

void __real_lv_group_add_obj(lv_group_t *group, lv_obj_t *object);
void __real_lv_group_remove_obj(lv_obj_t *object);
void __real_lv_group_remove_all_objs(lv_group_t *group);
void __real_lv_group_focus_obj(lv_obj_t *object);
void __real_lv_group_focus_next(lv_group_t *group);
void __real_lv_group_focus_prev(lv_group_t *group);
void __real_lv_group_delete(lv_group_t *group);

void __wrap_lv_group_add_obj(lv_group_t *group, lv_obj_t *object) {
  // A listener that hears of the deletion may try. It would be focused with half of its parts (deletion.cpp).
  if (!isBeingDeleted(object)) walking(__real_lv_group_add_obj, group, object);
}
void __wrap_lv_group_remove_obj(lv_obj_t *object) { walking(__real_lv_group_remove_obj, object); }
void __wrap_lv_group_remove_all_objs(lv_group_t *group) { walking(__real_lv_group_remove_all_objs, group); }
void __wrap_lv_group_focus_obj(lv_obj_t *object) { walking(__real_lv_group_focus_obj, object); }
void __wrap_lv_group_focus_next(lv_group_t *group) { walking(__real_lv_group_focus_next, group); }
void __wrap_lv_group_focus_prev(lv_group_t *group) { walking(__real_lv_group_focus_prev, group); }
void __wrap_lv_group_delete(lv_group_t *group) { walking(__real_lv_group_delete, group); }

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)
