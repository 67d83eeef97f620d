// LVGL with the private headers that the addon reads. They are included as system headers, so that -Wall -Wextra
// -Werror applies only to our own code.
#pragma once

#include "lvgl.h"
#include "lvgl_private.h"
