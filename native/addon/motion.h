// Timers and animations of LVGL's own clock, calling JavaScript.
#pragma once

#include <napi.h>

class ObjectRecord;

void stopAnimationsOf(ObjectRecord &object);

void registerMotion(Napi::Object exports);
