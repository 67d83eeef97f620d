// How a C++ function becomes a function of the addon.
#pragma once

#include <napi.h>

#include "call.h"
#include "environment.h"

template <Access access, Body body>
Napi::Value entry(const Napi::CallbackInfo &info) {
  auto *environment = info.Env().GetInstanceData<Environment>();
  return environment->run(info, access, static_cast<const char *>(info.Data()), body);
}

// `name` must live as long as the process: a string literal.
template <Access access, Body body>
void expose(Napi::Object exports, const char *name) {
  exports.Set(name, Napi::Function::New<entry<access, body>>(exports.Env(), name, const_cast<char *>(name)));
}
