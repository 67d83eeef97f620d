// The state of one JavaScript environment (main thread or worker). All its calls reach LVGL through `run`.
#pragma once

#include <napi.h>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "failure.h"
#include "lvgl_api.h"
#include "records.h"

class Call;
class ObjectRecord;
class DisplayRecord;

// What a function does to LVGL decides where it may be called from.
enum class Access : uint8_t {
  Free,     // touches no LVGL state (open, version)
  Reads,    // allowed everywhere while open
  Changes,  // not while LVGL draws
  Outer,    // not from inside any callback (close, deletion of a display, the handler)
};

// The first argument of the JavaScript function that was given to open().
enum class Message : uint8_t {
  Wake,
  Event,
  Deleted,
  Timer,
  AnimationStep,
  AnimationEnd,
  Flush,
  Log,
  GroupEdge,
  PanelLost
};

using Body = Napi::Value (*)(Call &);

class Environment {
 public:
  explicit Environment(Napi::Env js) : js(js) {}
  ~Environment();

  // Runs one call from JavaScript: checks where it comes from, catches LVGL's assertions, and throws what callbacks
  // have thrown meanwhile.
  Napi::Value run(const Napi::CallbackInfo &info, Access access, const char *name, Body body);

  // Calls JavaScript from inside LVGL. If that throws, the error is kept and thrown by run(), so that no exception
  // passes through LVGL's functions.
  void send(Message message, std::initializer_list<napi_value> arguments) noexcept;

  void open(Napi::Function dispatch, bool virtualClock);
  void close();
  bool isOpen() const { return open_; }
  uint32_t now() const;

  ObjectRecord &recordOf(lv_obj_t *object);
  // LVGL is deleting it, and JavaScript has been told that it is gone, or has never known it: it gets no record any
  // more, because nobody would hear of its end.
  bool isUnknown(const lv_obj_t *object) const { return object->is_deleting && !objects.contains(object); }

  // Keeps memory alive that LVGL may still use until the present call has left it.
  void bury(std::shared_ptr<void> resource) { graveyard_.push_back(std::move(resource)); }
  void bury(std::unique_ptr<Record> record) { buriedRecords_.push_back(std::move(record)); }

  // True inside a callback: functions of LVGL are then on the stack below JavaScript, and hold pointers to what they
  // work on.
  bool isInCallback() const { return depth_ > 1; }

  // Some objects may be gone for JavaScript and not for LVGL.
  bool mayHoldDeleted() const { return isInCallback() || !later_.empty(); }

  // Does this when the outermost call from JavaScript has left LVGL.
  void later(std::function<void()> work) { later_.push_back(std::move(work)); }

  const Napi::Env js;
  RecordTable records;
  std::unordered_map<const lv_obj_t *, double> objects;
  std::vector<std::pair<lv_event_t *, double>> events;  // those that JavaScript is handling now, innermost last
  bool isHandling = false;                              // inside lv_timer_handler()
  uint32_t drawingDepth = 0;  // inside a picture, an event that LVGL sends while it draws, or a log line
  uint32_t focusDepth = 0;    // inside a function of LVGL that walks a group's members
  uint32_t virtualMs = 0;
  uint64_t handlerRuns = 0;

 private:
  friend void lvglWake(void *data);
  friend void lvglLog(lv_log_level_t level, const char *text);

  void check(Access access, const char *name) const;
  void guarded(const char *name, const std::function<void()> &work);
  void settle();
  void leave(size_t firstError);
  void deliverFlushes();
  void throwErrors(size_t firstError);

  bool open_ = false;
  bool virtualClock_ = false;
  uint32_t depth_ = 0;
  std::string broken_;  // the assertion after which LVGL's state cannot be trusted
  Napi::FunctionReference dispatch_;
  std::vector<Napi::Error> errors_;
  std::vector<std::function<void()>> later_;
  std::vector<std::shared_ptr<void>> graveyard_;
  std::vector<std::unique_ptr<Record>> buriedRecords_;
};

// The environment that has LVGL open, or null. LVGL can be open once per process, on one thread.
Environment *lvglOwner();

bool isDrawing();
