#include "screen.h"

#include <cstring>
#include <string>

#include "call.h"
#include "exports.h"
#include "objects.h"

namespace {

// Joins the texts of one widget. Empty ones add no separator.
class Joined {
 public:
  void append(const char *text, const char *separator) {
    if (text == nullptr || *text == '\0') return;
    joined_ += (joined_.empty() ? "" : separator) + std::string(text);
  }
  const std::string &text() const { return joined_; }

 private:
  std::string joined_;
};

std::string spansOf(lv_obj_t *object) {
  Joined joined;
  for (uint32_t i = 0; i < lv_spangroup_get_span_count(object); i += 1) {
    joined.append(lv_span_get_text(lv_spangroup_get_child(object, static_cast<int32_t>(i))), "");
  }
  return joined.text();
}

std::string buttonsOf(lv_obj_t *object) {
  Joined joined;
  for (uint32_t i = 0; lv_buttonmatrix_get_button_text(object, i) != nullptr; i += 1) {
    joined.append(lv_buttonmatrix_get_button_text(object, i), "\t");
  }
  return joined.text();
}

std::string cellsOf(lv_obj_t *object) {
  Joined joined;
  for (uint32_t row = 0; row < lv_table_get_row_count(object); row += 1) {
    for (uint32_t column = 0; column < lv_table_get_column_count(object); column += 1) {
      joined.append(lv_table_get_cell_value(object, row, column), column == 0 ? "\n" : "\t");
    }
  }
  return joined.text();
}

std::string textOf(lv_obj_t *object) {
  const auto plain = [](const char *text) { return std::string(text == nullptr ? "" : text); };
  std::vector<char> selected(1024);
  if (lv_obj_has_class(object, &lv_textarea_class)) {
    const std::string text = plain(lv_textarea_get_text(object));
    return text.empty() ? plain(lv_textarea_get_placeholder_text(object)) : text;
  }
  if (lv_obj_has_class(object, &lv_label_class)) return plain(lv_label_get_text(object));
  if (lv_obj_has_class(object, &lv_checkbox_class)) return plain(lv_checkbox_get_text(object));
  if (lv_obj_has_class(object, &lv_dropdown_class)) {
    if (lv_dropdown_get_text(object) != nullptr) return plain(lv_dropdown_get_text(object));
    lv_dropdown_get_selected_str(object, selected.data(), static_cast<uint32_t>(selected.size()));
    return selected.data();
  }
  if (lv_obj_has_class(object, &lv_roller_class)) {
    lv_roller_get_selected_str(object, selected.data(), static_cast<uint32_t>(selected.size()));
    return selected.data();
  }
  if (lv_obj_has_class(object, &lv_spangroup_class)) return spansOf(object);
  if (lv_obj_has_class(object, &lv_buttonmatrix_class)) return buttonsOf(object);
  if (lv_obj_has_class(object, &lv_table_class)) return cellsOf(object);
  return "";
}

// A text area's label would repeat the text of its widget, and so would a roller's.
bool tellsItsChildren(lv_obj_t *object) {
  return !lv_obj_has_class(object, &lv_textarea_class) && !lv_obj_has_class(object, &lv_roller_class) &&
         !lv_obj_has_class(object, &lv_dropdown_class);
}

void collect(Call &call, lv_obj_t *object, const lv_area_t &clip, Napi::Array &found) {
  if (lv_obj_has_flag(object, LV_OBJ_FLAG_HIDDEN)) return;
  lv_area_t area;
  lv_obj_get_coords(object, &area);
  lv_area_t seen;
  // Children can be seen outside their parent only if the parent has this flag.
  const bool overflows = lv_obj_has_flag(object, LV_OBJ_FLAG_OVERFLOW_VISIBLE);
  const bool isSeen = lv_area_intersect(&seen, &area, &clip);
  if (!isSeen && !overflows) return;
  const std::string text = isSeen ? textOf(object) : std::string();
  if (!text.empty()) {
    Napi::Object entry = Napi::Object::New(call.js);
    entry.Set("handle", call.toHandle(object));
    entry.Set("className", className(object->class_p));
    entry.Set("text", text);
    entry.Set("isFocused", lv_obj_has_state(object, LV_STATE_FOCUSED));
    entry.Set("x", area.x1);
    entry.Set("y", area.y1);
    entry.Set("width", lv_area_get_width(&area));
    entry.Set("height", lv_area_get_height(&area));
    found.Set(found.Length(), entry);
  }
  if (!tellsItsChildren(object)) return;
  for (uint32_t i = 0; i < lv_obj_get_child_count(object); i += 1) {
    collect(call, lv_obj_get_child(object, static_cast<int32_t>(i)), overflows ? clip : seen, found);
  }
}

Napi::Value visibleText(Call &call) {
  lv_obj_t *root = call.object(0).object;
  lv_obj_update_layout(root);
  const lv_display_t *display = lv_obj_get_display(root);
  const lv_area_t clip = {.x1 = 0,
                          .y1 = 0,
                          .x2 = lv_display_get_horizontal_resolution(display) - 1,
                          .y2 = lv_display_get_vertical_resolution(display) - 1};
  Napi::Array found = Napi::Array::New(call.js);
  collect(call, root, clip, found);
  return found;
}

// RGB565 rows without padding, of an object that need not be on the screen.
Napi::Value pixelsOf(Call &call) {
  lv_obj_t *object = call.object(0).object;
  lv_obj_update_layout(object);
  // LVGL keeps the bytes of a row in 16 bits.
  constexpr int64_t longestSide = 16384;
  constexpr int64_t mostPixels = 16'777'216;
  const int64_t width = lv_obj_get_width(object) + 2 * int64_t{lv_obj_get_ext_draw_size(object)};
  const int64_t height = lv_obj_get_height(object) + 2 * int64_t{lv_obj_get_ext_draw_size(object)};
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    throw Failure(FailureCode::Argument, "the object is too large for a picture: " + std::to_string(width) + " × " +
                                             std::to_string(height) + " pixels with what it draws around itself");
  }
  // As in a refresh: listeners change nothing, and an assertion that leaves this half done ends the use of LVGL.
  call.environment.drawingDepth += 1;
  const std::unique_ptr<lv_draw_buf_t, void (*)(lv_draw_buf_t *)> taken(
      lv_snapshot_take(object, LV_COLOR_FORMAT_RGB565), lv_draw_buf_destroy);
  call.environment.drawingDepth -= 1;
  if (taken == nullptr) throw Failure(FailureCode::Argument, "the object has no size, so there is no picture of it");
  const size_t rowBytes = static_cast<size_t>(taken->header.w) * 2;
  Napi::Uint8Array pixels = Napi::Uint8Array::New(call.js, rowBytes * taken->header.h);
  for (size_t y = 0; y < taken->header.h; y += 1) {
    std::memcpy(pixels.Data() + y * rowBytes, taken->data + y * taken->header.stride, rowBytes);
  }
  Napi::Object result = Napi::Object::New(call.js);
  result.Set("width", static_cast<double>(taken->header.w));
  result.Set("height", static_cast<double>(taken->header.h));
  result.Set("pixels", pixels);
  return result;
}

}  // namespace

void registerScreen(Napi::Object exports) {
  expose<Access::Changes, visibleText>(exports, "visibleText");
  expose<Access::Changes, pixelsOf>(exports, "pixelsOf");
}
