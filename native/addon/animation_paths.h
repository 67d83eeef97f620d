// The curves that an animation can follow, in the order of AnimationPath in src/animation.ts.
#pragma once

#include <array>

#include "lvgl_api.h"

inline const std::array<lv_anim_path_cb_t, 7> animationPaths = {
    lv_anim_path_linear,    lv_anim_path_ease_in, lv_anim_path_ease_out, lv_anim_path_ease_in_out,
    lv_anim_path_overshoot, lv_anim_path_bounce,  lv_anim_path_step,
};
