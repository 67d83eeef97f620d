#pragma once

#include <napi.h>

void registerProperties(Napi::Object exports);
