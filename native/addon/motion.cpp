#include "motion.h"

#include "animation_paths.h"
#include "call.h"
#include "exports.h"
#include "objects.h"
#include "styles.h"

namespace {

class TimerRecord : public Record {
 public:
  explicit TimerRecord(Environment &environment) : Record(Kind::Timer), environment(environment) {}
  Environment &environment;
  lv_timer_t *timer = nullptr;  // null once its last run is over
};

void onTimer(lv_timer_t *timer) {
  auto &record = *static_cast<TimerRecord *>(lv_timer_get_user_data(timer));
  Environment &environment = record.environment;
  const double handle = record.handle;
  // LVGL deletes a timer after its last run. The handle is dead from here on, so that JavaScript cannot use it again.
  const bool isLast = timer->repeat_count == 0;
  if (isLast) environment.bury(environment.records.remove(handle));
  Napi::HandleScope scope(environment.js);
  environment.send(Message::Timer,
                   {Napi::Number::New(environment.js, handle), Napi::Boolean::New(environment.js, isLast)});
}

TimerRecord &timerAt(Call &call) { return call.record<TimerRecord>(0, Kind::Timer); }

// (period ms, repeat count or -1)
Napi::Value timerCreate(Call &call) {
  auto record = std::make_unique<TimerRecord>(call.environment);
  const uint32_t period = call.uint32(0);
  const auto count = static_cast<int32_t>(call.integer(1, -1, INT32_MAX));
  if (count == 0) call.refuse(1, "-1 (for ever) or at least 1");
  record->timer = lv_timer_create(onTimer, period, record.get());
  lv_timer_set_repeat_count(record->timer, count);
  return call.toNumber(call.environment.records.add(std::move(record)));
}

Napi::Value timerDelete(Call &call) {
  TimerRecord &record = timerAt(call);
  lv_timer_delete(record.timer);
  call.environment.bury(call.environment.records.remove(record.handle));
  return call.undefined();
}

// (timer, what: 0 pause, 1 resume, 2 run as soon as possible, 3 start its period again)
Napi::Value timerControl(Call &call) {
  lv_timer_t *timer = timerAt(call).timer;
  switch (call.integer(1, 0, 3)) {
    case 0: lv_timer_pause(timer); break;
    case 1: lv_timer_resume(timer); break;
    case 2: lv_timer_ready(timer); break;
    default: lv_timer_reset(timer);
  }
  return call.undefined();
}

Napi::Value timerSetPeriod(Call &call) {
  lv_timer_set_period(timerAt(call).timer, call.uint32(1));
  return call.undefined();
}

class AnimationRecord : public Record {
 public:
  AnimationRecord(Environment &environment, ObjectRecord *target)
      : Record(Kind::Animation), environment(environment), target(target) {}
  Environment &environment;
  // The object whose style property moves; its deletion ends the animation. Null: JavaScript is called with each value.
  ObjectRecord *const target;
  lv_style_prop_t property = 0;
  lv_style_selector_t selector = 0;
  int32_t last = 0;
};

void onStep(lv_anim_t *animation, int32_t value) {
  auto &record = *static_cast<AnimationRecord *>(lv_anim_get_user_data(animation));
  Environment &environment = record.environment;
  if (record.target == nullptr) {
    Napi::HandleScope scope(environment.js);
    environment.send(Message::AnimationStep,
                     {Napi::Number::New(environment.js, record.handle), Napi::Number::New(environment.js, value)});
    return;
  }
  lv_style_value_t style = {};
  style.num = value;
  lv_obj_set_local_style_prop(record.target->object, record.property, style, record.selector);
}

void onDeleted(lv_anim_t *animation) {
  auto &record = *static_cast<AnimationRecord *>(lv_anim_get_user_data(animation));
  Environment &environment = record.environment;
  const double handle = record.handle;
  if (record.target != nullptr) record.target->animations.erase(&record);
  const bool isComplete = animation->act_time >= animation->duration;
  environment.bury(environment.records.remove(handle));
  Napi::HandleScope scope(environment.js);
  environment.send(Message::AnimationEnd,
                   {Napi::Number::New(environment.js, handle), Napi::Boolean::New(environment.js, isComplete)});
}

// (object | null, property id, selector, from, to, duration ms, delay ms, path, repeat count, play back ms)
Napi::Value animationStart(Call &call) {
  ObjectRecord *target = call.has(0) ? &call.object(0) : nullptr;
  auto record = std::make_unique<AnimationRecord>(call.environment, target);
  AnimationRecord &added = *record;
  if (target != nullptr) {
    added.property = readNumberProperty(call, 1);
    added.selector = call.uint32(2);
  }
  lv_anim_t animation;
  lv_anim_init(&animation);
  // Each animation has a variable of its own, so that it can be found and ended alone.
  lv_anim_set_var(&animation, &added);
  // The first value comes with the first step, when JavaScript knows the handle.
  lv_anim_set_early_apply(&animation, false);
  lv_anim_set_user_data(&animation, &added);
  lv_anim_set_custom_exec_cb(&animation, onStep);
  const auto end = [&](size_t index) {
    return target == nullptr ? call.int32(index) : readRanged(call, index, call.uint32(1));
  };
  lv_anim_set_values(&animation, end(3), end(4));
  lv_anim_set_duration(&animation, static_cast<uint32_t>(call.integer(5, 1, INT32_MAX)));
  lv_anim_set_delay(&animation, static_cast<uint32_t>(call.integer(6, 0, INT32_MAX)));
  const int64_t path = call.integer(7, 0, static_cast<int64_t>(animationPaths.size()) - 1);
  lv_anim_set_path_cb(&animation, animationPaths[static_cast<size_t>(path)]);
  lv_anim_set_repeat_count(&animation, static_cast<uint32_t>(call.integer(8, 1, LV_ANIM_REPEAT_INFINITE)));
  lv_anim_set_reverse_duration(&animation, static_cast<uint32_t>(call.integer(9, 0, INT32_MAX)));
  lv_anim_set_deleted_cb(&animation, onDeleted);
  const double handle = call.environment.records.add(std::move(record));
  if (target != nullptr) target->animations.insert(&added);
  lv_anim_start(&animation);
  return call.toNumber(handle);
}

Napi::Value animationStop(Call &call) {
  lv_anim_delete(&call.record<AnimationRecord>(0, Kind::Animation), nullptr);
  return call.undefined();
}

}  // namespace

void stopAnimationsOf(ObjectRecord &object) {
  while (!object.animations.empty()) lv_anim_delete(*object.animations.begin(), nullptr);
}

void registerMotion(Napi::Object exports) {
  expose<Access::Changes, timerCreate>(exports, "timerCreate");
  expose<Access::Changes, timerDelete>(exports, "timerDelete");
  expose<Access::Changes, timerControl>(exports, "timerControl");
  expose<Access::Changes, timerSetPeriod>(exports, "timerSetPeriod");
  expose<Access::Changes, animationStart>(exports, "animationStart");
  expose<Access::Changes, animationStop>(exports, "animationStop");
}
