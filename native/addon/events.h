// Sends LVGL's events to JavaScript, for the codes that it listens to.
#pragma once

#include <napi.h>

#include "objects.h"

bool listensTo(const ObjectRecord &record, lv_event_code_t code);

// Calls JavaScript's listeners now, from inside LVGL.
void sendEvent(ObjectRecord &record, lv_event_t *event);

void registerEvents(Napi::Object exports);
