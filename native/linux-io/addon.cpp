// The addon's entry: what Node cannot ask of the kernel by itself. See docs/decisions/0012-linux-io.md.
#include <napi.h>

#include "contact_reader.h"
#include "datagram.h"
#include "input_device.h"
#include "line_request.h"
#include "memory.h"
#include "output_lines.h"

namespace {

// chipInfo(path) -> {label, lines}
Napi::Value chipInfoOf(const Napi::CallbackInfo &info) {
  return guarded(info.Env(), [&] {
    const ChipInfo chip = chipInfo(info[0].As<Napi::String>().Utf8Value());
    Napi::Object result = Napi::Object::New(info.Env());
    result.Set("label", chip.label);
    result.Set("lines", chip.lines);
    return result;
  });
}

// giveBackMemory() -> bytes
Napi::Value giveBack(const Napi::CallbackInfo &info) {
  return guarded(info.Env(), [&] { return Napi::Number::New(info.Env(), static_cast<double>(giveBackMemory())); });
}

// sendDatagram(path, text)
Napi::Value send(const Napi::CallbackInfo &info) {
  return guarded(info.Env(), [&] {
    sendDatagram(info[0].As<Napi::String>().Utf8Value(), info[1].As<Napi::String>().Utf8Value());
    return info.Env().Undefined();
  });
}

Napi::Object initialise(Napi::Env js, Napi::Object exports) {
  exports.Set("chipInfo", Napi::Function::New<chipInfoOf>(js, "chipInfo"));
  exports.Set("giveBackMemory", Napi::Function::New<giveBack>(js, "giveBackMemory"));
  exports.Set("sendDatagram", Napi::Function::New<send>(js, "sendDatagram"));
  ContactReader::expose(js, exports);
  InputDevice::expose(js, exports);
  OutputLines::expose(js, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(linux_io, initialise)
