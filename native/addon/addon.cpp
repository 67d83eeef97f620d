// The addon's entry: its functions, and the two calls of the event loop.
#include <napi.h>

#include "displays.h"
#include "environment.h"
#include "events.h"
#include "exports.h"
#include "input.h"
#include "methods.h"
#include "motion.h"
#include "objects.h"
#include "properties.h"
#include "resources.h"
#include "screen.h"
#include "styles.h"

namespace {

Napi::Value open(Call &call) {
  call.environment.open(call.function(0), call.boolean(1));
  return call.undefined();
}

Napi::Value close(Call &call) {
  call.environment.close();
  return call.undefined();
}

// Runs what is due. Returns the milliseconds until something is due again, or -1 when nothing is waiting.
Napi::Value runHandler(Call &call) {
  Environment &environment = call.environment;
  environment.handlerRuns += 1;
  environment.isHandling = true;
  const uint32_t next = lv_timer_handler();
  environment.isHandling = false;
  return call.toNumber(next == LV_NO_TIMER_READY ? -1 : static_cast<double>(next));
}

Napi::Value handlerRuns(Call &call) { return call.toNumber(static_cast<double>(call.environment.handlerRuns)); }

Napi::Value setVirtualTime(Call &call) {
  call.environment.virtualMs = call.uint32(0);
  return call.undefined();
}

// How many handles of each kind are alive; a leak shows here.
Napi::Value census(Call &call) {
  Napi::Object result = Napi::Object::New(call.js);
  for (const Kind kind : {Kind::Object, Kind::Display, Kind::Group, Kind::Keypad, Kind::Timer, Kind::Animation,
                          Kind::Style, Kind::Image, Kind::Font, Kind::Part}) {
    result.Set(kindName(kind), static_cast<double>(call.environment.records.all(kind).size()));
  }
  return result;
}

Napi::Object initialise(Napi::Env js, Napi::Object exports) {
  js.SetInstanceData<Environment>(new Environment(js));
  expose<Access::Free, open>(exports, "open");
  expose<Access::Outer, close>(exports, "close");
  expose<Access::Outer, runHandler>(exports, "runHandler");
  expose<Access::Reads, handlerRuns>(exports, "handlerRuns");
  expose<Access::Reads, setVirtualTime>(exports, "setVirtualTime");
  expose<Access::Reads, census>(exports, "census");
  registerObjects(js, exports);
  registerProperties(exports);
  registerStyles(exports);
  registerEvents(exports);
  registerMethods(exports);
  registerSpecialMethods(exports);
  registerInput(exports);
  registerMotion(exports);
  registerImages(exports);
  registerFonts(exports);
  registerDisplays(exports);
  registerScreen(exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(lvgl_bindings, initialise)
