// Reads from a screen its visible text and its pixels.
#pragma once

#include <napi.h>

void registerScreen(Napi::Object exports);
