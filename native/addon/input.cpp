#include "input.h"

#include <array>

#include "call.h"
#include "displays.h"
#include "exports.h"
#include "objects.h"

namespace {

void onRead(lv_indev_t *indev, lv_indev_data_t *data) {
  const auto &record = *static_cast<KeypadRecord *>(lv_indev_get_driver_data(indev));
  data->key = record.key;
  data->state = record.isPressed ? LV_INDEV_STATE_PRESSED : LV_INDEV_STATE_RELEASED;
}

void onEdge(lv_group_t *group, bool isNext) {
  const auto &record = *static_cast<GroupRecord *>(lv_group_get_user_data(group));
  Environment &environment = record.environment;
  Napi::HandleScope scope(environment.js);
  environment.send(Message::GroupEdge,
                   {Napi::Number::New(environment.js, record.handle), Napi::Boolean::New(environment.js, isNext)});
}

GroupRecord &groupAt(Call &call, size_t index) { return call.record<GroupRecord>(index, Kind::Group); }
KeypadRecord &keypadAt(Call &call, size_t index) { return call.record<KeypadRecord>(index, Kind::Keypad); }

Napi::Value groupCreate(Call &call) {
  auto record = std::make_unique<GroupRecord>(call.environment);
  lv_group_set_user_data(record->group, record.get());
  lv_group_set_edge_cb(record->group, onEdge);
  return call.toNumber(call.environment.records.add(std::move(record)));
}

Napi::Value groupDelete(Call &call) {
  // The keypads of this group send their keys nowhere from now on.
  const std::unique_ptr<Record> record = call.environment.records.remove(groupAt(call, 0).handle);
  return call.undefined();
}

// A group that moves its focus walks the list of its members.
void refuseInFocusChange(const Call &call) {
  if (call.environment.focusDepth > 0) {
    throw Failure(FailureCode::Busy,
                  "a group's members cannot change while it moves its focus (inside a focused, defocused or scroll "
                  "listener); do it after the call that moved it");
  }
}

Napi::Value groupAdd(Call &call) {
  refuseInFocusChange(call);
  lv_group_add_obj(groupAt(call, 0).group, call.object(1).object);
  return call.undefined();
}

Napi::Value groupRemove(Call &call) {
  refuseInFocusChange(call);
  lv_group_remove_obj(call.object(0).object);
  return call.undefined();
}

Napi::Value groupClear(Call &call) {
  refuseInFocusChange(call);
  lv_group_remove_all_objs(groupAt(call, 0).group);
  return call.undefined();
}

Napi::Value groupFocus(Call &call) {
  lv_obj_t *object = call.object(0).object;
  if (lv_obj_get_group(object) == nullptr) {
    throw Failure(FailureCode::Argument, "the object is in no group; group.add() it first");
  }
  lv_group_focus_obj(object);
  return call.undefined();
}

Napi::Value groupStep(Call &call) {
  if (call.boolean(1)) {
    lv_group_focus_next(groupAt(call, 0).group);
  } else {
    lv_group_focus_prev(groupAt(call, 0).group);
  }
  return call.undefined();
}

Napi::Value groupFocused(Call &call) { return call.toHandle(lv_group_get_focused(groupAt(call, 0).group)); }

Napi::Value groupObjects(Call &call) {
  lv_group_t *group = groupAt(call, 0).group;
  const uint32_t count = lv_group_get_obj_count(group);
  Napi::Array result = Napi::Array::New(call.js, count);
  for (uint32_t i = 0; i < count; i += 1) result.Set(i, call.toHandle(lv_group_get_obj_by_index(group, i)));
  return result;
}

// (group, what: 0 frozen, 1 editing, 2 wrap, on)
Napi::Value groupSet(Call &call) {
  lv_group_t *group = groupAt(call, 0).group;
  const bool on = call.boolean(2);
  switch (call.integer(1, 0, 2)) {
    case 0: lv_group_focus_freeze(group, on); break;
    case 1: lv_group_set_editing(group, on); break;
    default: lv_group_set_wrap(group, on);
  }
  return call.undefined();
}

Napi::Value groupSendKey(Call &call) {
  return call.toBoolean(lv_group_send_data(groupAt(call, 0).group, readKey(call, 1)) == LV_RESULT_OK);
}

Napi::Value groupOf(Call &call) {
  lv_group_t *group = lv_obj_get_group(call.object(0).object);
  return group == nullptr ? call.js.Null()
                          : call.toNumber(static_cast<GroupRecord *>(lv_group_get_user_data(group))->handle);
}

Napi::Value keypadCreate(Call &call) {
  auto record = std::make_unique<KeypadRecord>(call.environment, displayAt(call, 0).display);
  return call.toNumber(call.environment.records.add(std::move(record)));
}

Napi::Value keypadDelete(Call &call) {
  const std::unique_ptr<Record> record = call.environment.records.remove(keypadAt(call, 0).handle);
  return call.undefined();
}

Napi::Value keypadSetGroup(Call &call) {
  lv_indev_set_group(keypadAt(call, 0).indev, call.has(1) ? groupAt(call, 1).group : nullptr);
  return call.undefined();
}

Napi::Value keypadFeed(Call &call) {
  KeypadRecord &record = keypadAt(call, 0);
  if (lv_indev_get_display(record.indev) == nullptr) {
    throw Failure(FailureCode::Closed, "the keypad's display is closed");
  }
  record.feed(readKey(call, 1), call.boolean(2));
  return call.undefined();
}

Napi::Value keypadSetTimes(Call &call) {
  lv_indev_t *indev = keypadAt(call, 0).indev;
  lv_indev_set_long_press_time(indev, static_cast<uint16_t>(call.integer(1, 1, UINT16_MAX)));
  lv_indev_set_long_press_repeat_time(indev, static_cast<uint16_t>(call.integer(2, 1, UINT16_MAX)));
  return call.undefined();
}

}  // namespace

uint32_t keyFromCodePoint(uint32_t codePoint) {
  return codePoint < 0x80 ? codePoint : lv_text_unicode_to_encoded(codePoint);
}

uint32_t codePointFromKey(uint32_t key) {
  if (key < 0x80) return key;
  const std::array<uint32_t, 2> bytes = {key, 0};
  uint32_t offset = 0;
  return lv_text_encoded_next(reinterpret_cast<const char *>(bytes.data()), &offset);
}

uint32_t readKey(Call &call, size_t index) {
  const auto codePoint = static_cast<uint32_t>(call.integer(index, 1, 0x10ffff));
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) call.refuse(index, "a code point that is no surrogate");
  return keyFromCodePoint(codePoint);
}

GroupRecord::~GroupRecord() {
  if (!lv_is_initialized()) return;
  for (lv_indev_t *indev = lv_indev_get_next(nullptr); indev != nullptr; indev = lv_indev_get_next(indev)) {
    if (lv_indev_get_group(indev) == group) lv_indev_set_group(indev, nullptr);
  }
  lv_group_delete(group);
}

KeypadRecord::KeypadRecord(Environment &environment, lv_display_t *display)
    : Record(Kind::Keypad), environment(environment), indev(lv_indev_create()) {
  lv_indev_set_type(indev, LV_INDEV_TYPE_KEYPAD);
  lv_indev_set_driver_data(indev, this);
  lv_indev_set_read_cb(indev, onRead);
  lv_indev_set_display(indev, display);
  // No polling while no key is down, so that a resting keypad costs nothing.
  lv_indev_set_mode(indev, LV_INDEV_MODE_EVENT);
}

KeypadRecord::~KeypadRecord() {
  if (lv_is_initialized()) lv_indev_delete(indev);
}

void KeypadRecord::feed(uint32_t newKey, bool pressed) {
  key = newKey;
  isPressed = pressed;
  lv_indev_read(indev);
  // While a key is down, LVGL must watch the time for long press and repeat.
  lv_indev_set_mode(indev, pressed ? LV_INDEV_MODE_TIMER : LV_INDEV_MODE_EVENT);
}

void registerInput(Napi::Object exports) {
  expose<Access::Changes, groupCreate>(exports, "groupCreate");
  expose<Access::Outer, groupDelete>(exports, "groupDelete");
  expose<Access::Changes, groupAdd>(exports, "groupAdd");
  expose<Access::Changes, groupRemove>(exports, "groupRemove");
  expose<Access::Changes, groupClear>(exports, "groupClear");
  expose<Access::Changes, groupFocus>(exports, "groupFocus");
  expose<Access::Changes, groupStep>(exports, "groupStep");
  expose<Access::Reads, groupFocused>(exports, "groupFocused");
  expose<Access::Reads, groupObjects>(exports, "groupObjects");
  expose<Access::Changes, groupSet>(exports, "groupSet");
  expose<Access::Changes, groupSendKey>(exports, "groupSendKey");
  expose<Access::Reads, groupOf>(exports, "groupOf");
  expose<Access::Changes, keypadCreate>(exports, "keypadCreate");
  expose<Access::Outer, keypadDelete>(exports, "keypadDelete");
  expose<Access::Changes, keypadSetGroup>(exports, "keypadSetGroup");
  expose<Access::Outer, keypadFeed>(exports, "keypadFeed");
  expose<Access::Changes, keypadSetTimes>(exports, "keypadSetTimes");
}
