// A thread of its own that waits for a file of the kernel. What it sees goes to JavaScript in order, with the time at
// which it was seen, however long the event loop was busy meanwhile: a key is not lost while a database waits for its
// card.
#pragma once

#include <napi.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "file.h"

// Nanoseconds of CLOCK_MONOTONIC, the clock of the kernel's time stamps.
int64_t nowNs();
inline int64_t fromMs(int64_t ms) { return ms * 1'000'000; }

class Watcher {
 public:
  enum class Wake : uint8_t { Stopped, Ready, Late };
  // Makes the values that the callback is called with, on JavaScript's thread.
  using Report = std::function<void(Napi::Env, Napi::Function)>;

  // `body` runs in the thread. A Refusal that it throws ends it, and calls the callback with (code, syscall).
  Watcher(Napi::Env js, Napi::Function callback, std::function<void(Watcher &)> body);
  ~Watcher() { stop(); }
  Watcher(const Watcher &) = delete;
  Watcher &operator=(const Watcher &) = delete;

  // Whether the thread has answered since this was asked last; asks it anew. A thread that the kernel does not let go
  // of answers no more.
  bool isAlive();

  // In the thread: waits until the file can be read, `untilNs` has come (never when it is negative), or the end.
  // Somebody who asks whether the thread is alive ends the wait as time does, so that the device is looked at too.
  Wake wait(const File &file, int64_t untilNs);
  // In the thread: lets time pass, less when somebody asks as above. False when the end has come.
  bool pause(int64_t durationNs);
  // In the thread. False when JavaScript has not taken the last 256 reports yet: tell it again later.
  bool tell(Report report);

  // Ends the thread, and waits for it. Idempotent.
  void stop();

 private:
  Wake poll(int number, const std::string &path, int64_t untilNs);
  void wake() const;
  void run(const std::function<void(Watcher &)> &body);
  static void stopAtExit(void *self) { static_cast<Watcher *>(self)->stop(); }

  napi_env js_;
  File wake_;
  std::atomic<bool> isEnding_ = false;
  std::atomic<bool> hasAnswered_ = true;
  Napi::ThreadSafeFunction callback_;
  std::thread thread_;
};
