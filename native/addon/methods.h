#pragma once

#include <napi.h>

#include "objects.h"

class Call;

// Refuses an object that is being deleted: no method may be called on it.
void checkMethod(Call &call, const ObjectRecord &self);

void registerMethods(Napi::Object exports);
void registerSpecialMethods(Napi::Object exports);
