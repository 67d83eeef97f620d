#pragma once

#include <napi.h>

#include "objects.h"

class Call;

// What no method may be called upon: an object that is being deleted.
void checkMethod(Call &call, const ObjectRecord &self);

void registerMethods(Napi::Object exports);
void registerSpecialMethods(Napi::Object exports);
