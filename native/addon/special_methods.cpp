// Methods of widgets whose C functions take arrays, buffers or memory that the caller owns.
#include <memory>
#include <string>
#include <vector>

#include "call.h"
#include "exports.h"
#include "methods.h"
#include "objects.h"
#include "parts.h"
#include "resources.h"

namespace {

ObjectRecord &widget(Call &call, const lv_obj_class_t *wanted) {
  ObjectRecord &self = call.object(0);
  if (!lv_obj_has_class(self.object, wanted)) {
    throw Failure(FailureCode::Argument, std::string("argument 1 must be a ") + className(wanted) + ", not a " +
                                             className(self.object->class_p));
  }
  return self;
}

std::vector<int32_t> integers(Call &call, size_t index) {
  if (!call[index].IsArray()) call.refuse(index, "an array of whole numbers");
  const auto list = call[index].As<Napi::Array>();
  std::vector<int32_t> values;
  for (uint32_t i = 0; i < list.Length(); i += 1) {
    const Napi::Value each = list[i];
    const double value = each.IsNumber() ? each.As<Napi::Number>().DoubleValue() : 0.5;
    if (value != static_cast<int32_t>(value)) call.refuse(index, "an array of whole numbers");
    values.push_back(static_cast<int32_t>(value));
  }
  return values;
}

// Texts and the array of pointers to them that LVGL keeps. The array ends with an empty string where LVGL requires it.
struct TextList {
  std::vector<std::string> texts;
  std::vector<const char *> pointers;
};

std::shared_ptr<TextList> textList(Call &call, size_t index, const char *end) {
  if (!call[index].IsArray()) call.refuse(index, "an array of strings");
  const auto list = call[index].As<Napi::Array>();
  auto result = std::make_shared<TextList>();
  for (uint32_t i = 0; i < list.Length(); i += 1) {
    const Napi::Value each = list[i];
    if (!each.IsString()) call.refuse(index, "an array of strings");
    result->texts.push_back(each.As<Napi::String>().Utf8Value());
    if (result->texts.back().empty() && end != nullptr) call.refuse(index, "an array of strings that are not empty");
  }
  for (const std::string &text : result->texts) result->pointers.push_back(text.c_str());
  result->pointers.push_back(end);
  return result;
}

Napi::Value buttonmatrixSetMap(Call &call) {
  ObjectRecord &self = widget(call, &lv_buttonmatrix_class);
  if (lv_obj_has_class(self.object, &lv_keyboard_class)) call.refuse(0, "a buttonmatrix; a keyboard has its own maps");
  const auto map = textList(call, 1, "");
  if (map->texts.empty()) call.refuse(1, "an array with at least one button");
  lv_buttonmatrix_set_map(self.object, map->pointers.data());
  self.keep("map", map);
  return call.undefined();
}

Napi::Value buttonmatrixGetText(Call &call) {
  ObjectRecord &self = widget(call, &lv_buttonmatrix_class);
  return call.toText(lv_buttonmatrix_get_button_text(self.object, call.uint32(1)));
}

Napi::Value lineSetPoints(Call &call) {
  ObjectRecord &self = widget(call, &lv_line_class);
  const std::vector<int32_t> values = integers(call, 1);
  if (values.size() % 2 != 0) call.refuse(1, "pairs of x and y");
  auto points = std::make_shared<std::vector<lv_point_precise_t>>();
  for (size_t i = 0; i < values.size(); i += 2) points->push_back({.x = values[i], .y = values[i + 1]});
  lv_line_set_points(self.object, points->data(), static_cast<uint32_t>(points->size()));
  self.keep("points", points);
  return call.undefined();
}

lv_chart_series_t *series(Call &call, ObjectRecord &self) {
  return static_cast<lv_chart_series_t *>(partPointer(call.environment, self, PartKind::ChartSeries, call.number(1)));
}

Napi::Value chartSetValues(Call &call) {
  ObjectRecord &self = widget(call, &lv_chart_class);
  const std::vector<int32_t> values = integers(call, 2);
  if (values.size() > lv_chart_get_point_count(self.object)) {
    call.refuse(2, "at most as many values as the chart has points");
  }
  lv_chart_set_series_values(self.object, series(call, self), values.data(), values.size());
  return call.undefined();
}

Napi::Value chartGetValues(Call &call) {
  ObjectRecord &self = widget(call, &lv_chart_class);
  const int32_t *values = lv_chart_get_series_y_array(self.object, series(call, self));
  const uint32_t count = lv_chart_get_point_count(self.object);
  Napi::Array result = Napi::Array::New(call.js, count);
  for (uint32_t i = 0; i < count; i += 1) result.Set(i, values[i]);
  return result;
}

Napi::Value selectedText(Call &call) {
  ObjectRecord &self = call.object(0);
  std::vector<char> text(1024);
  if (lv_obj_has_class(self.object, &lv_dropdown_class)) {
    lv_dropdown_get_selected_str(self.object, text.data(), static_cast<uint32_t>(text.size()));
  } else {
    widget(call, &lv_roller_class);
    lv_roller_get_selected_str(self.object, text.data(), static_cast<uint32_t>(text.size()));
  }
  return call.toText(text.data());
}

Napi::Value animimgSetImages(Call &call) {
  ObjectRecord &self = widget(call, &lv_animimg_class);
  if (!call[1].IsArray()) call.refuse(1, "an array of images");
  const auto list = call[1].As<Napi::Array>();
  struct Frames {
    std::vector<const void *> sources;
    std::vector<std::shared_ptr<ImageData>> images;
  };
  auto frames = std::make_shared<Frames>();
  for (uint32_t i = 0; i < list.Length(); i += 1) {
    const Napi::Value each = list[i];
    if (!each.IsNumber()) call.refuse(1, "an array of images");
    auto &record =
        static_cast<ImageRecord &>(call.environment.records.get(each.As<Napi::Number>().DoubleValue(), Kind::Image));
    frames->images.push_back(record.data);
    frames->sources.push_back(&record.data->descriptor);
  }
  if (frames->sources.empty() || frames->sources.size() > 255) call.refuse(1, "1 to 255 images");
  lv_animimg_set_src(self.object, frames->sources.data(), frames->sources.size());
  self.keep("frames", frames);
  return call.undefined();
}

Napi::Value scaleSetLabels(Call &call) {
  ObjectRecord &self = widget(call, &lv_scale_class);
  const auto labels = textList(call, 1, nullptr);
  lv_scale_set_text_src(self.object, labels->pointers.data());
  self.keep("labels", labels);
  return call.undefined();
}

Napi::Value calendarSetHighlighted(Call &call) {
  ObjectRecord &self = widget(call, &lv_calendar_class);
  const std::vector<int32_t> values = integers(call, 1);
  if (values.size() % 3 != 0) call.refuse(1, "triples of year, month and day");
  auto dates = std::make_shared<std::vector<lv_calendar_date_t>>();
  for (size_t i = 0; i < values.size(); i += 3) {
    dates->push_back({.year = static_cast<uint16_t>(values[i]),
                      .month = static_cast<uint8_t>(values[i + 1]),
                      .day = static_cast<uint8_t>(values[i + 2])});
  }
  lv_calendar_set_highlighted_dates(self.object, dates->data(), dates->size());
  self.keep("dates", dates);
  return call.undefined();
}

Napi::Value spanSetStyle(Call &call) {
  ObjectRecord &self = widget(call, &lv_spangroup_class);
  auto *span = static_cast<lv_span_t *>(partPointer(call.environment, self, PartKind::Span, call.number(1)));
  const std::shared_ptr<StyleData> &data = call.record<StyleRecord>(2, Kind::Style).data;
  lv_spangroup_set_span_style(self.object, span, &data->style);
  // The span has a copy of the style, and the copy points to the same fonts.
  self.keep("span " + std::to_string(call.number(1)), data);
  lv_spangroup_refresh(self.object);
  return call.undefined();
}

Napi::Value canvasCreateBuffer(Call &call) {
  ObjectRecord &self = widget(call, &lv_canvas_class);
  const auto width = static_cast<uint32_t>(call.integer(1, 1, 4096));
  const auto height = static_cast<uint32_t>(call.integer(2, 1, 4096));
  std::shared_ptr<lv_draw_buf_t> buffer(lv_draw_buf_create(width, height, LV_COLOR_FORMAT_ARGB8888, 0),
                                        lv_draw_buf_destroy);
  lv_draw_buf_clear(buffer.get(), nullptr);
  lv_canvas_set_draw_buf(self.object, buffer.get());
  self.keep("canvas", buffer);
  return call.undefined();
}

ObjectRecord &canvasWithBuffer(Call &call) {
  ObjectRecord &self = widget(call, &lv_canvas_class);
  if (lv_canvas_get_draw_buf(self.object) == nullptr) {
    throw Failure(FailureCode::Argument, "the canvas has no buffer; createBuffer() first");
  }
  return self;
}

Napi::Value canvasFill(Call &call) {
  lv_canvas_fill_bg(canvasWithBuffer(call).object, call.color(1), static_cast<lv_opa_t>(call.integer(2, 0, 255)));
  return call.undefined();
}

Napi::Value canvasSetPixel(Call &call) {
  const ObjectRecord &self = canvasWithBuffer(call);
  const lv_draw_buf_t *buffer = lv_canvas_get_draw_buf(self.object);
  const auto x = static_cast<int32_t>(call.integer(1, 0, buffer->header.w - 1));
  const auto y = static_cast<int32_t>(call.integer(2, 0, buffer->header.h - 1));
  lv_canvas_set_px(self.object, x, y, call.color(3), static_cast<lv_opa_t>(call.integer(4, 0, 255)));
  return call.undefined();
}

Napi::Value canvasGetPixel(Call &call) {
  const ObjectRecord &self = canvasWithBuffer(call);
  const lv_draw_buf_t *buffer = lv_canvas_get_draw_buf(self.object);
  const auto x = static_cast<int32_t>(call.integer(1, 0, buffer->header.w - 1));
  const auto y = static_cast<int32_t>(call.integer(2, 0, buffer->header.h - 1));
  const lv_color32_t pixel = lv_canvas_get_px(self.object, x, y);
  return call.toNumber(static_cast<double>((static_cast<uint32_t>(pixel.alpha) << 24) |
                                           (static_cast<uint32_t>(pixel.red) << 16) |
                                           (static_cast<uint32_t>(pixel.green) << 8) | pixel.blue));
}

Napi::Value qrcodeSetSize(Call &call) {
  lv_qrcode_set_size(widget(call, &lv_qrcode_class).object, static_cast<int32_t>(call.integer(1, 21, 1024)));
  return call.undefined();
}

Napi::Value qrcodeUpdate(Call &call) {
  ObjectRecord &self = widget(call, &lv_qrcode_class);
  const std::string text = call.text(1);
  if (lv_qrcode_update(self.object, text.data(), static_cast<uint32_t>(text.size())) != LV_RESULT_OK) {
    throw Failure(FailureCode::Argument, "the text does not fit into a QR code of this size");
  }
  return call.undefined();
}

}  // namespace

void checkMethod(Call &call, const ObjectRecord &self) {
  static_cast<void>(call);
  if (self.isDeleting || self.object->is_deleting) throw Failure(FailureCode::Busy, "the object is being deleted");
}

void registerSpecialMethods(Napi::Object exports) {
  expose<Access::Changes, buttonmatrixSetMap>(exports, "buttonmatrixSetMap");
  expose<Access::Reads, buttonmatrixGetText>(exports, "buttonmatrixGetText");
  expose<Access::Changes, lineSetPoints>(exports, "lineSetPoints");
  expose<Access::Changes, chartSetValues>(exports, "chartSetValues");
  expose<Access::Reads, chartGetValues>(exports, "chartGetValues");
  expose<Access::Reads, selectedText>(exports, "selectedText");
  expose<Access::Changes, animimgSetImages>(exports, "animimgSetImages");
  expose<Access::Changes, scaleSetLabels>(exports, "scaleSetLabels");
  expose<Access::Changes, calendarSetHighlighted>(exports, "calendarSetHighlighted");
  expose<Access::Changes, spanSetStyle>(exports, "spanSetStyle");
  expose<Access::Changes, canvasCreateBuffer>(exports, "canvasCreateBuffer");
  expose<Access::Changes, canvasFill>(exports, "canvasFill");
  expose<Access::Changes, canvasSetPixel>(exports, "canvasSetPixel");
  expose<Access::Reads, canvasGetPixel>(exports, "canvasGetPixel");
  expose<Access::Changes, qrcodeSetSize>(exports, "qrcodeSetSize");
  expose<Access::Changes, qrcodeUpdate>(exports, "qrcodeUpdate");
}
