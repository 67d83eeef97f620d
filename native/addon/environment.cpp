#include "environment.h"

#include <atomic>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "call.h"
#include "displays.h"
#include "lvgl_assert.h"
#include "objects.h"

namespace {

std::atomic<Environment *> owner{nullptr};

// Calls inside callbacks inside calls. Honest code needs a handful; without a limit the stack would end.
constexpr uint32_t deepestNesting = 64;

// Thrown by the assertion through LVGL's functions, up to the call that caused it.
class AssertionFailure : public std::runtime_error {
 public:
  explicit AssertionFailure(const std::string &where) : std::runtime_error(where) {}
};

uint32_t tick() {
  const Environment *environment = owner.load(std::memory_order_relaxed);
  return environment == nullptr ? 0 : environment->now();
}

Napi::Error toError(Napi::Env js, const Failure &failure, const char *name) {
  Napi::Error error = Napi::Error::New(js, std::string(name) + ": " + failure.what());
  error.Value().Set("code", failureName(failure.code));
  // Negative, as in Node's own errors.
  if (failure.systemError != 0) error.Value().Set("errno", -failure.systemError);
  return error;
}

}  // namespace

Environment *lvglOwner() { return owner.load(std::memory_order_relaxed); }

bool isDrawing() {
  const lv_display_t *display = lv_refr_get_disp_refreshing();
  return display != nullptr && display->rendering_in_progress;
}

extern "C" void lvgl_bindings_assert_failed(const char *file, int line, const char *function) {
  const char *slash = std::strrchr(file, '/');
  const std::string place =
      line == 0 ? "" : std::string(" (") + (slash == nullptr ? file : slash + 1) + ":" + std::to_string(line) + ")";
  throw AssertionFailure(function + place);
}

// A timer of LVGL became due, so JavaScript's loop must look again.
void lvglWake(void *data) {
  auto &environment = *static_cast<Environment *>(data);
  if (!environment.isHandling) environment.send(Message::Wake, {});
}

void lvglLog(lv_log_level_t level, const char *text) {
  Environment *environment = owner.load(std::memory_order_relaxed);
  if (environment == nullptr || !environment->open_) return;
  Napi::HandleScope scope(environment->js);
  std::string line(text);
  while (!line.empty() && line.back() == '\n') line.pop_back();
  // LVGL logs in the middle of whatever it does, so that a listener may change as little as one of a draw event.
  environment->drawingDepth += 1;
  environment->send(Message::Log,
                    {Napi::Number::New(environment->js, level), Napi::String::New(environment->js, line)});
  environment->drawingDepth -= 1;
}

Environment::~Environment() {
  // The environment ends (a worker finished, or the process exits). No JavaScript may run any more, and LVGL must not
  // point here.
  if (!open_) return;
  try {
    dispatch_.Reset();
    if (broken_.empty() && depth_ == 0) close();
  } catch (...) {
    // An assertion of LVGL failed during the end. Nobody is left to be told, and only memory is lost.
    open_ = false;
  }
  // Closing has given LVGL back, and another environment may have opened it since.
  Environment *self = this;
  owner.compare_exchange_strong(self, nullptr);
}

uint32_t Environment::now() const {
  if (virtualClock_) return virtualMs;
  const auto sinceBoot = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint32_t>(std::chrono::duration_cast<std::chrono::milliseconds>(sinceBoot).count());
}

void Environment::open(Napi::Function dispatch, bool virtualClock) {
  if (open_) throw Failure(FailureCode::Busy, "LVGL is open already; close() the first one");
  Environment *none = nullptr;
  if (!owner.compare_exchange_strong(none, this)) {
    throw Failure(FailureCode::Thread,
                  "LVGL is in use by another thread of this process: it is one per process and one thread");
  }
  virtualClock_ = virtualClock;
  virtualMs = 0;
  handlerRuns = 0;
  dispatch_ = Napi::Persistent(dispatch);
  lv_init();
  lv_log_register_print_cb(lvglLog);
  lv_tick_set_cb(tick);
  open_ = true;
  lv_timer_handler_set_resume_cb(lvglWake, this);
}

void Environment::close() {
  lv_timer_handler_set_resume_cb(nullptr, nullptr);
  closeDisplays(*this);
  lv_deinit();
  objects.clear();
  events.clear();
  later_.clear();
  buriedRecords_.clear();
  records.clear();
  graveyard_.clear();
  open_ = false;
  dispatch_.Reset();
  owner = nullptr;
}

void Environment::check(Access access, const char *name) const {
  if (access == Access::Free) return;
  if (!open_) throw Failure(FailureCode::Closed, "LVGL is closed");
  if (!broken_.empty()) {
    throw Failure(FailureCode::Assertion, "LVGL stopped while it drew, at " + broken_ + ": open it in a new process");
  }
  if (access == Access::Reads) return;
  if (drawingDepth > 0 || isDrawing()) {
    throw Failure(FailureCode::Busy,
                  "not allowed while LVGL draws or logs (inside a draw event or a log listener); do it in a timer or "
                  "after the refresh");
  }
  if (depth_ >= deepestNesting) {
    throw Failure(FailureCode::Busy, "callbacks are nested 64 deep: a listener causes the event that it listens to");
  }
  if (access == Access::Outer && depth_ > 0) {
    throw Failure(FailureCode::Busy,
                  std::string("not allowed from inside an LVGL callback; call ") + name + " after it has returned");
  }
}

Napi::Value Environment::run(const Napi::CallbackInfo &info, Access access, const char *name, Body body) {
  const size_t firstError = errors_.size();
  try {
    check(access, name);
  } catch (const Failure &failure) {
    throw toError(js, failure, name);
  }
  Napi::Value result = js.Undefined();
  depth_ += 1;
  guarded(name, [&] {
    Call call(*this, info, access);
    result = body(call);
  });
  if (depth_ == 1 && open_ && broken_.empty()) guarded(name, [this] { settle(); });
  leave(firstError);
  return result;
}

// Does the work, and keeps what it throws.
void Environment::guarded(const char *name, const std::function<void()> &work) {
  lv_event_t *const eventHead = open_ ? LV_GLOBAL_DEFAULT()->event_header : nullptr;
  const bool layoutBefore = open_ && LV_GLOBAL_DEFAULT()->layout_update_mutex;
  const uint32_t drawingBefore = drawingDepth;
  const size_t eventsBefore = events.size();
  try {
    work();
  } catch (const Failure &failure) {
    errors_.push_back(toError(js, failure, name));
  } catch (const Napi::Error &error) {
    errors_.push_back(error);
  } catch (const AssertionFailure &failure) {
    // LVGL's functions were left without returning, so give back to LVGL what they had on their stack. If LVGL was
    // drawing, nobody knows what is half done.
    if (isHandling || isDrawing() || drawingDepth > drawingBefore) broken_ = failure.what();
    isHandling = false;
    drawingDepth = drawingBefore;
    events.resize(eventsBefore);
    LV_GLOBAL_DEFAULT()->event_header = eventHead;
    LV_GLOBAL_DEFAULT()->layout_update_mutex = layoutBefore;
    errors_.push_back(
        toError(js, Failure(FailureCode::Assertion, std::string("LVGL stopped at ") + failure.what()), name));
  }
}

// What callbacks have put off may send events, whose listeners put off more. Rounds are bounded, so that listeners that
// feed each other cannot hold the process; the rest is done at the end of the next call.
void Environment::settle() {
  for (int round = 0; round < 100 && !later_.empty(); round += 1) {
    const std::vector<std::function<void()>> due = std::move(later_);
    later_.clear();
    for (const auto &work : due) work();
  }
}

void Environment::leave(size_t firstError) {
  if (depth_ == 1 && open_) deliverFlushes();
  depth_ -= 1;
  if (depth_ == 0) {
    buriedRecords_.clear();
    graveyard_.clear();
  }
  if (errors_.size() > firstError) throwErrors(firstError);
}

void Environment::deliverFlushes() {
  for (Record *record : records.all(Kind::Display)) static_cast<DisplayRecord *>(record)->deliver(*this);
}

void Environment::throwErrors(size_t firstError) {
  if (errors_.size() - firstError == 1) {
    Napi::Error only = std::move(errors_.back());
    errors_.pop_back();
    throw Napi::Error(std::move(only));
  }
  // Several callbacks threw during one call. None of the errors is lost.
  Napi::Array list = Napi::Array::New(js);
  for (size_t i = firstError; i < errors_.size(); i += 1) {
    list.Set(static_cast<uint32_t>(i - firstError), errors_[i].Value());
  }
  errors_.erase(errors_.begin() + static_cast<std::ptrdiff_t>(firstError), errors_.end());
  Napi::Object aggregate = js.Global()
                               .Get("AggregateError")
                               .As<Napi::Function>()
                               .New({list, Napi::String::New(js, "several LVGL callbacks threw")});
  throw Napi::Error(js, aggregate);
}

void Environment::send(Message message, std::initializer_list<napi_value> arguments) noexcept {
  if (dispatch_.IsEmpty()) return;
  try {
    Napi::HandleScope scope(js);
    std::vector<napi_value> all;
    all.reserve(arguments.size() + 1);
    all.push_back(Napi::Number::New(js, static_cast<uint8_t>(message)));
    all.insert(all.end(), arguments.begin(), arguments.end());
    dispatch_.Call(all);
  } catch (const Napi::Error &error) {
    errors_.push_back(error);
  }
}
