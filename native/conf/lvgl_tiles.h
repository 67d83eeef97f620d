// Read before lv_tileview.c, and only there. A tile view reads each of its children as a tile, whatever class it has,
// and so past the end of a smaller one. With these it sees only its tiles: other children lie beside them, as a button
// that stays in its place does.
#ifndef LVGL_BINDINGS_TILES_H
#define LVGL_BINDINGS_TILES_H

#include "lvgl.h"

#define lv_obj_get_child_count(parent) lv_obj_get_child_count_by_type(parent, &lv_tileview_tile_class)
#define lv_obj_get_child(parent, index) lv_obj_get_child_by_type(parent, index, &lv_tileview_tile_class)

#endif
