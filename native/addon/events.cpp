#include "events.h"

#include "call.h"
#include "exports.h"
#include "input.h"

namespace {

// LVGL sends these while it computes or draws. A listener that changed the tree then would take away what LVGL is
// working on.
bool isSentWhileDrawing(lv_event_code_t code) {
  return (code >= LV_EVENT_COVER_CHECK && code <= LV_EVENT_DRAW_TASK_ADDED) || code == LV_EVENT_HIT_TEST ||
         code == LV_EVENT_GET_SELF_SIZE || code == LV_EVENT_LAYOUT_CHANGED || code == LV_EVENT_SIZE_CHANGED ||
         code == LV_EVENT_STYLE_CHANGED || code == LV_EVENT_CHILD_CHANGED;
}

void onEvent(lv_event_t *event) {
  auto &record = *static_cast<ObjectRecord *>(lv_event_get_user_data(event));
  const lv_event_code_t code = lv_event_get_code(event);
  // A listener that was removed during this event is not called for it any more.
  if (listensTo(record, code)) sendEvent(record, event);
}

Napi::Value detailOf(Environment &environment, lv_event_t *event) {
  const lv_event_code_t code = lv_event_get_code(event);
  if (code == LV_EVENT_KEY) return Napi::Number::New(environment.js, codePointFromKey(lv_event_get_key(event)));
  if (code == LV_EVENT_INSERT) {
    const auto *text = static_cast<const char *>(lv_event_get_param(event));
    return text == nullptr ? environment.js.Null() : Napi::String::New(environment.js, text);
  }
  return environment.js.Undefined();
}

Napi::Value listen(Call &call) {
  ObjectRecord &record = call.object(0);
  const auto code = static_cast<lv_event_code_t>(call.integer(1, LV_EVENT_PRESSED, LV_EVENT_LAST - 1));
  const bool wanted = call.boolean(2);
  if (wanted && !record.listened[code] && code != LV_EVENT_DELETE) {
    lv_obj_add_event_cb(record.object, onEvent, code, &record);
  }
  // LVGL's own list keeps the callback: removing it while LVGL walks the list is not safe, and clearing the bit is
  // enough.
  record.listened[code] = wanted;
  return call.undefined();
}

lv_event_t *innermost(Call &call) {
  if (call.environment.events.empty()) {
    throw Failure(FailureCode::Argument, "the event is over: only its own listener can stop it");
  }
  return call.environment.events.back().first;
}

Napi::Value stopBubbling(Call &call) {
  lv_event_stop_bubbling(innermost(call));
  return call.undefined();
}

Napi::Value stopProcessing(Call &call) {
  lv_event_stop_processing(innermost(call));
  return call.undefined();
}

Napi::Value sendCode(Call &call) {
  ObjectRecord &record = call.object(0);
  const auto code = static_cast<lv_event_code_t>(call.integer(1, LV_EVENT_PRESSED, LV_EVENT_LAST - 1));
  // Events that carry a pointer, or that LVGL itself relies on, cannot be sent from outside.
  const bool isSafe = (code >= LV_EVENT_PRESSED && code <= LV_EVENT_RELEASED) || code == LV_EVENT_FOCUSED ||
                      code == LV_EVENT_DEFOCUSED ||
                      (code >= LV_EVENT_VALUE_CHANGED && code <= LV_EVENT_CANCEL && code != LV_EVENT_INSERT) ||
                      code == LV_EVENT_KEY;
  if (!isSafe) {
    throw Failure(FailureCode::Argument, "this event can be listened to, not sent: LVGL sends it with data of its own");
  }
  uint32_t key = code == LV_EVENT_KEY ? readKey(call, 2) : 0;
  const double handle = record.handle;
  const lv_result_t sent = lv_obj_send_event(record.object, code, code == LV_EVENT_KEY ? &key : nullptr);
  if (sent != LV_RESULT_OK) return call.toBoolean(false);
  return call.toBoolean(isAlive(call.environment, handle));
}

}  // namespace

bool listensTo(const ObjectRecord &record, lv_event_code_t code) { return record.listened[code]; }

void sendEvent(ObjectRecord &record, lv_event_t *event) {
  Environment &environment = record.environment;
  const lv_event_code_t code = lv_event_get_code(event);
  Napi::HandleScope scope(environment.js);
  const double current = record.handle;
  auto *target = static_cast<lv_obj_t *>(lv_event_get_target(event));
  // JavaScript has deleted it; only LVGL has not yet.
  if (record.isCondemned) return;
  double origin = current;
  if (target != record.object) origin = environment.isUnknown(target) ? 0 : environment.recordOf(target).handle;
  const uint32_t drawing = isSentWhileDrawing(code) ? 1 : 0;
  const Napi::Value detail = detailOf(environment, event);
  environment.drawingDepth += drawing;
  environment.events.emplace_back(event, current);
  environment.send(Message::Event, {Napi::Number::New(environment.js, current), Napi::Number::New(environment.js, code),
                                    Napi::Number::New(environment.js, origin), detail});
  environment.events.pop_back();
  environment.drawingDepth -= drawing;
}

void registerEvents(Napi::Object exports) {
  expose<Access::Changes, listen>(exports, "listen");
  expose<Access::Changes, stopBubbling>(exports, "stopBubbling");
  expose<Access::Changes, stopProcessing>(exports, "stopProcessing");
  expose<Access::Changes, sendCode>(exports, "sendEvent");
}
