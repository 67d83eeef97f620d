// The scene of the benchmark, the same numbers as in scene.ts: a thread of 50 bubbles and a text field on 320x240.
#ifndef LVGL_BENCH_SCENE_H
#define LVGL_BENCH_SCENE_H

#define SCENE_TEXT "A message as people write them, of a line or two: see you at eight?"

enum {
  SCENE_WIDTH = 320,
  SCENE_HEIGHT = 240,
  SCENE_BUBBLES = 50,
  SCENE_BUBBLE_WIDTH = 200,
  SCENE_FIELD_HEIGHT = 32,
  // The field is emptied after this many characters.
  SCENE_LONGEST = 40,
};

#endif
