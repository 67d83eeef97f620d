#include "watcher.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <array>
#include <cstring>
#include <ctime>
#include <memory>
#include <utility>

namespace {

constexpr size_t maxReportsWaiting = 256;
constexpr int64_t nsPerSecond = 1'000'000'000;

}  // namespace

int64_t nowNs() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * nsPerSecond + now.tv_nsec;
}

Watcher::Watcher(Napi::Env js, Napi::Function callback, std::function<void(Watcher &)> body)
    : js_(js),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"),
      callback_(Napi::ThreadSafeFunction::New(js, callback, "linux_io", maxReportsWaiting, 1)) {
  if (!wake_.isOpen()) refuse("eventfd", "eventfd");
  thread_ = std::thread([this, body = std::move(body)] { run(body); });
  napi_add_env_cleanup_hook(js_, stopAtExit, this);
}

void Watcher::run(const std::function<void(Watcher &)> &body) {
  try {
    body(*this);
  } catch (const Refusal &refusal) {
    const std::string code = nameOf(refusal.number);
    const std::string call = refusal.call;
    const Report report = [code, call](Napi::Env js, Napi::Function callback) {
      callback.Call({Napi::String::New(js, code), Napi::String::New(js, call)});
    };
    // The queue may be full. Without this report nobody would know that nothing more comes.
    while (!tell(report) && pause(fromMs(10))) {
    }
  }
}

Watcher::Wake Watcher::poll(int number, const std::string &path, int64_t untilNs) {
  std::array<pollfd, 2> files = {pollfd{.fd = wake_.number(), .events = POLLIN, .revents = 0},
                                 pollfd{.fd = number, .events = POLLIN, .revents = 0}};
  for (;;) {
    const int64_t leftNs = untilNs < 0 ? 0 : std::max<int64_t>(0, untilNs - nowNs());
    const timespec left = {.tv_sec = leftNs / nsPerSecond, .tv_nsec = leftNs % nsPerSecond};
    const int ready = ppoll(files.data(), files.size(), untilNs < 0 ? nullptr : &left, nullptr);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) refuse("poll", path);
    if (files[0].revents != 0) {
      uint64_t times = 0;
      [[maybe_unused]] const ssize_t taken = ::read(wake_.number(), &times, sizeof times);
      // Looked at after the reading, which may have taken the wake of the end with that of a question.
      if (isEnding_) return Wake::Stopped;
      hasAnswered_ = true;
      return Wake::Late;
    }
    // Nothing but POLLIN was asked for: what else comes says that the device is gone.
    if (files[1].revents != 0 && files[1].revents != POLLIN) throw Refusal(ENODEV, "poll", path);
    return ready == 0 ? Wake::Late : Wake::Ready;
  }
}

Watcher::Wake Watcher::wait(const File &file, int64_t untilNs) { return poll(file.number(), file.path(), untilNs); }

// poll() passes over a file of number -1.
bool Watcher::pause(int64_t durationNs) { return poll(-1, wake_.path(), nowNs() + durationNs) != Wake::Stopped; }

bool Watcher::isAlive() {
  const bool hasAnswered = hasAnswered_.exchange(false);
  wake();
  return hasAnswered;
}

void Watcher::wake() const {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_.number(), &one, sizeof one);
}

bool Watcher::tell(Report report) {
  auto kept = std::make_unique<Report>(std::move(report));
  const auto call = [](Napi::Env js, Napi::Function callback, Report *report) {
    const std::unique_ptr<Report> owned(report);
    // The environment is gone when it ends with reports in the queue.
    if (js != nullptr) (*owned)(js, callback);
  };
  if (callback_.NonBlockingCall(kept.get(), call) != napi_ok) return false;
  [[maybe_unused]] const Report *given = kept.release();
  return true;
}

void Watcher::stop() {
  if (!thread_.joinable()) return;
  napi_remove_env_cleanup_hook(js_, stopAtExit, this);
  isEnding_ = true;
  wake();
  thread_.join();
  callback_.Release();
}
