#include "output_lines.h"

#include "arguments.h"

void OutputLines::expose(Napi::Env js, Napi::Object exports) {
  exports.Set("OutputLines", DefineClass(js, "OutputLines",
                                         {InstanceMethod<&OutputLines::write>("write"),
                                          InstanceMethod<&OutputLines::close>("close")}));
}

OutputLines::OutputLines(const Napi::CallbackInfo &info) : ObjectWrap(info) {
  guarded(info.Env(), [&] {
    const auto options = info[0].As<Napi::Object>();
    uint64_t flags = GPIO_V2_LINE_FLAG_OUTPUT;
    if (flagAt(options, "activeLow")) flags |= GPIO_V2_LINE_FLAG_ACTIVE_LOW;
    request_.emplace(textAt(options, "chipPath"), linesAt(options, "lines"), flags, 0);
    return info.Env().Undefined();
  });
}

// write(index in `lines`, active)
void OutputLines::write(const Napi::CallbackInfo &info) {
  guarded(info.Env(), [&] {
    if (!request_.has_value()) throw Refusal(EBADF, "write", "GPIO lines");
    const uint64_t line = 1ULL << static_cast<uint32_t>(numberIn(info[0], "index", 63));
    request_->write(line, info[1].As<Napi::Boolean>().Value() ? line : 0);
    return info.Env().Undefined();
  });
}
