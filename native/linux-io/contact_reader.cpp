#include "contact_reader.h"

#include "arguments.h"

namespace {

constexpr int64_t nsPerUs = 1'000;

Wiring wiringIn(const Napi::Object &options) {
  return {.chipPath = textAt(options, "chipPath"),
          .rows = linesAt(options, "rowLines"),
          .columns = linesAt(options, "columnLines"),
          .activeLow = flagAt(options, "activeLow"),
          .pulled = flagAt(options, "pulled"),
          .settleNs = durationAt(options, "settleUs") * nsPerUs};
}

Pace paceIn(const Napi::Object &options) {
  return {.scanNs = fromMs(durationAt(options, "scanMs")),
          .settleNs = fromMs(durationAt(options, "changingMs")),
          .heldNs = fromMs(durationAt(options, "heldMs"))};
}

}  // namespace

void ContactReader::expose(Napi::Env js, Napi::Object exports) {
  exports.Set("ContactReader", DefineClass(js, "ContactReader",
                                           {InstanceMethod<&ContactReader::isAlive>("isAlive"),
                                            InstanceMethod<&ContactReader::close>("close")}));
}

ContactReader::ContactReader(const Napi::CallbackInfo &info) : ObjectWrap(info) {
  guarded(info.Env(), [&] {
    const auto options = info[0].As<Napi::Object>();
    contacts_ = std::make_unique<ContactWatch>(wiringIn(options), paceIn(options));
    watcher_ = std::make_unique<Watcher>(info.Env(), info[1].As<Napi::Function>(),
                                         [this](Watcher &watcher) { contacts_->run(watcher); });
    Ref();
    return info.Env().Undefined();
  });
}

Napi::Value ContactReader::isAlive(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), watcher_ != nullptr && watcher_->isAlive());
}

void ContactReader::close(const Napi::CallbackInfo &) {
  if (watcher_ == nullptr) return;
  watcher_.reset();
  contacts_.reset();
  Unref();
}
