// LVGL with the private headers that the addon reads; included as system headers
// so that only our own code is held to -Wall -Wextra -Werror.
#pragma once

#include "lvgl.h"
#include "lvgl_private.h"
