#include "input_device.h"

#include <linux/input.h>

#include <array>
#include <ctime>
#include <vector>

#include "arguments.h"

namespace {

constexpr size_t eventsAtOnce = 64;
constexpr double nsPerMs = 1e6;
constexpr size_t keyBytes = KEY_CNT / 8;

}  // namespace

void InputDevice::expose(Napi::Env js, Napi::Object exports) {
  exports.Set("InputDevice", DefineClass(js, "InputDevice",
                                         {InstanceMethod<&InputDevice::heldKeys>("heldKeys"),
                                          InstanceMethod<&InputDevice::isAlive>("isAlive"),
                                          InstanceMethod<&InputDevice::close>("close")}));
}

InputDevice::InputDevice(const Napi::CallbackInfo &info) : ObjectWrap(info) {
  guarded(info.Env(), [&] {
    file_ = File(info[0].As<Napi::String>().Utf8Value(), static_cast<unsigned>(O_RDONLY) | O_NONBLOCK);
    file_.control(EVIOCGRAB, 1, "EVIOCGRAB");
    int clock = CLOCK_MONOTONIC;
    file_.control(EVIOCSCLOCKID, &clock, "EVIOCSCLOCKID");
    watcher_ = std::make_unique<Watcher>(info.Env(), info[1].As<Napi::Function>(),
                                         [this](Watcher &watcher) { watch(watcher); });
    Ref();
    return info.Env().Undefined();
  });
}

// A bit for each key code: which keys are down now.
Napi::Value InputDevice::heldKeys(const Napi::CallbackInfo &info) {
  return guarded(info.Env(), [&] {
    auto bits = Napi::Uint8Array::New(info.Env(), keyBytes);
    file_.control(EVIOCGKEY(keyBytes), bits.Data(), "EVIOCGKEY");
    return bits;
  });
}

Napi::Value InputDevice::isAlive(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), watcher_ != nullptr && watcher_->isAlive());
}

void InputDevice::close(const Napi::CallbackInfo &) {
  if (watcher_ == nullptr) return;
  watcher_.reset();
  file_.close();
  Unref();
}

void InputDevice::watch(Watcher &watcher) const {
  std::array<input_event, eventsAtOnce> events = {};
  while (watcher.wait(file_, -1) != Watcher::Wake::Stopped) {
    const ssize_t count = ::read(file_.number(), events.data(), sizeof events);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (count <= 0) throw Refusal(count < 0 ? errno : ENODEV, "read", file_.path());
    const auto *first = reinterpret_cast<const uint8_t *>(events.data());
    const std::vector<uint8_t> bytes(first, first + count);
    const auto report = [bytes](Napi::Env js, Napi::Function callback) {
      callback.Call({Napi::Number::New(js, static_cast<double>(nowNs()) / nsPerMs),
                     Napi::Buffer<uint8_t>::Copy(js, bytes.data(), bytes.size())});
    };
    // The kernel's queue keeps what comes meanwhile, and says so when it is full.
    while (!watcher.tell(report)) {
      if (!watcher.pause(fromMs(10))) return;
    }
  }
}
