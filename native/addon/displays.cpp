#include "displays.h"

#include <algorithm>
#include <cstring>

#include "call.h"
#include "exports.h"
#include "objects.h"

DisplayRecord::DisplayRecord(int32_t width, int32_t height)
    : Record(Kind::Display),
      width(width),
      height(height),
      frame(static_cast<size_t>(width) * static_cast<size_t>(height)),
      drawBuffer_(static_cast<size_t>(width) * static_cast<size_t>(height) + 32) {}

DisplayRecord::~DisplayRecord() { closeDisplay(); }

void DisplayRecord::open(bool isThemed) {
  display = lv_display_create(width, height);
  lv_display_set_driver_data(display, this);
  lv_display_set_color_format(display, LV_COLOR_FORMAT_RGB565);
  lv_display_set_flush_cb(display, onFlush);
  const auto bytes = static_cast<uint32_t>(static_cast<size_t>(width) * static_cast<size_t>(height) * 2);
  // As large as the screen, so that each changed area is drawn and handed over in one piece.
  lv_display_set_buffers(display, lv_draw_buf_align(drawBuffer_.data(), LV_COLOR_FORMAT_RGB565), nullptr, bytes,
                         LV_DISPLAY_RENDER_MODE_PARTIAL);
  if (isThemed) return;
  lv_display_set_theme(display, nullptr);
  lv_obj_remove_style_all(lv_display_get_screen_active(display));
}

void DisplayRecord::closeDisplay() {
  if (display == nullptr) return;
  lv_display_delete(display);
  display = nullptr;
}

void DisplayRecord::onFlush(lv_display_t *display, const lv_area_t *area, uint8_t *pixels) {
  auto &record = *static_cast<DisplayRecord *>(lv_display_get_driver_data(display));
  const lv_display_rotation_t rotation = lv_display_get_rotation(display);
  const int32_t areaWidth = lv_area_get_width(area);
  const int32_t areaHeight = lv_area_get_height(area);
  if (rotation == LV_DISPLAY_ROTATION_0) {
    record.take(*area, reinterpret_cast<uint16_t *>(pixels), static_cast<uint32_t>(areaWidth));
  } else {
    lv_area_t turned = *area;
    lv_display_rotate_area(display, &turned);
    record.rotated_.resize(static_cast<size_t>(areaWidth) * static_cast<size_t>(areaHeight));
    const int32_t turnedWidth = lv_area_get_width(&turned);
    lv_draw_sw_rotate(pixels, record.rotated_.data(), areaWidth, areaHeight, areaWidth * 2, turnedWidth * 2, rotation,
                      LV_COLOR_FORMAT_RGB565);
    record.take(turned, record.rotated_.data(), static_cast<uint32_t>(turnedWidth));
  }
  lv_display_flush_ready(display);
}

void DisplayRecord::take(const lv_area_t &area, const uint16_t *pixels, uint32_t stride) {
  flushCount += 1;
  const auto rowPixels = static_cast<size_t>(lv_area_get_width(&area));
  for (int32_t y = area.y1; y <= area.y2; y += 1) {
    uint16_t *to = frame.data() + static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(area.x1);
    std::memcpy(to, pixels + static_cast<size_t>(y - area.y1) * stride, rowPixels * 2);
  }
  if (framebuffer != nullptr) framebuffer->write(frame.data(), width, area);
  if (wantsFlushes) {
    const size_t count = rowPixels * static_cast<size_t>(lv_area_get_height(&area));
    pending_.push_back({.area = area, .pixels = std::vector<uint16_t>(pixels, pixels + count)});
  }
}

void DisplayRecord::deliver(Environment &environment) {
  if (pending_.empty()) return;
  const std::vector<Rectangle> rectangles = std::move(pending_);
  pending_.clear();
  const double self = handle;  // the listener may close this display
  const Napi::Env js = environment.js;
  Napi::HandleScope scope(js);
  for (const Rectangle &rectangle : rectangles) {
    const size_t bytes = rectangle.pixels.size() * 2;
    Napi::Uint8Array pixels = Napi::Uint8Array::New(js, bytes);
    std::memcpy(pixels.Data(), rectangle.pixels.data(), bytes);
    environment.send(Message::Flush, {Napi::Number::New(js, self), Napi::Number::New(js, rectangle.area.x1),
                                      Napi::Number::New(js, rectangle.area.y1),
                                      Napi::Number::New(js, lv_area_get_width(&rectangle.area)),
                                      Napi::Number::New(js, lv_area_get_height(&rectangle.area)), pixels});
  }
}

DisplayRecord &displayAt(Call &call, size_t index) { return call.record<DisplayRecord>(index, Kind::Display); }

void closeDisplays(Environment &environment) {
  for (Record *record : environment.records.all(Kind::Display)) static_cast<DisplayRecord *>(record)->closeDisplay();
}

namespace {

constexpr int64_t largestSide = 4096;

// (width, height, themed)
Napi::Value createMemory(Call &call) {
  const auto width = static_cast<int32_t>(call.integer(0, 1, largestSide));
  const auto height = static_cast<int32_t>(call.integer(1, 1, largestSide));
  auto record = std::make_unique<DisplayRecord>(width, height);
  record->open(call.boolean(2));
  return call.toNumber(call.environment.records.add(std::move(record)));
}

// (path, width | null, height | null, bits | null, themed)
// The geometry is given only for a plain file. A device knows its own.
Napi::Value createFramebuffer(Call &call) {
  FramebufferGeometry geometry{};
  if (call.has(1)) {
    geometry.width = static_cast<int32_t>(call.integer(1, 1, largestSide));
    geometry.height = static_cast<int32_t>(call.integer(2, 1, largestSide));
    geometry.bitsPerPixel = static_cast<int32_t>(call.integer(3, 16, 32));
  }
  auto framebuffer = std::make_unique<Framebuffer>(call.text(0), geometry);
  auto record = std::make_unique<DisplayRecord>(framebuffer->geometry().width, framebuffer->geometry().height);
  record->framebuffer = std::move(framebuffer);
  record->open(call.boolean(4));
  return call.toNumber(call.environment.records.add(std::move(record)));
}

Napi::Value closeOne(Call &call) {
  DisplayRecord &record = displayAt(call, 0);
  record.closeDisplay();
  call.environment.bury(call.environment.records.remove(record.handle));
  return call.undefined();
}

Napi::Value wantFlushes(Call &call) {
  displayAt(call, 0).wantsFlushes = call.boolean(1);
  return call.undefined();
}

Napi::Value refreshNow(Call &call) {
  lv_refr_now(displayAt(call, 0).display);
  return call.undefined();
}

Napi::Value invalidateAll(Call &call) {
  lv_obj_t *screen = lv_display_get_screen_active(displayAt(call, 0).display);
  if (screen != nullptr) lv_obj_invalidate(screen);
  return call.undefined();
}

Napi::Value setRotation(Call &call) {
  lv_display_t *display = displayAt(call, 0).display;
  const int64_t rotation = call.integer(1, LV_DISPLAY_ROTATION_0, LV_DISPLAY_ROTATION_270);
  lv_display_set_rotation(display, static_cast<lv_display_rotation_t>(rotation));
  return call.undefined();
}

Napi::Value size(Call &call) {
  lv_display_t *display = displayAt(call, 0).display;
  Napi::Object result = Napi::Object::New(call.js);
  result.Set("width", lv_display_get_horizontal_resolution(display));
  result.Set("height", lv_display_get_vertical_resolution(display));
  return result;
}

Napi::Value pixels(Call &call) {
  const DisplayRecord &record = displayAt(call, 0);
  Napi::Uint8Array copy = Napi::Uint8Array::New(call.js, record.frame.size() * 2);
  std::memcpy(copy.Data(), record.frame.data(), record.frame.size() * 2);
  return copy;
}

Napi::Value flushCount(Call &call) { return call.toNumber(static_cast<double>(displayAt(call, 0).flushCount)); }

Napi::Value activeScreen(Call &call) { return call.toHandle(lv_display_get_screen_active(displayAt(call, 0).display)); }

Napi::Value layer(Call &call) {
  lv_display_t *display = displayAt(call, 0).display;
  switch (call.integer(1, 0, 2)) {
    case 0: return call.toHandle(lv_display_get_layer_bottom(display));
    case 1: return call.toHandle(lv_display_get_layer_top(display));
    default: return call.toHandle(lv_display_get_layer_sys(display));
  }
}

// (display, screen, animation, duration ms, delay ms, delete the old one)
Napi::Value loadScreen(Call &call) {
  lv_obj_t *screen = call.object(1).object;
  if (lv_obj_get_parent(screen) != nullptr) {
    throw Failure(FailureCode::Argument, "only a screen can be loaded; this object has a parent");
  }
  if (lv_obj_get_display(screen) != displayAt(call, 0).display) {
    throw Failure(FailureCode::Argument, "the screen belongs to another display");
  }
  const auto animation =
      static_cast<lv_screen_load_anim_t>(call.integer(2, LV_SCREEN_LOAD_ANIM_NONE, LV_SCREEN_LOAD_ANIM_OUT_BOTTOM));
  const bool isShown = screen == lv_display_get_screen_active(displayAt(call, 0).display);
  const uint32_t durationMs = call.uint32(3);
  const uint32_t delayMs = call.uint32(4);
  const bool deletesOld = call.boolean(5) && !isShown;
  const auto load = [=] { lv_screen_load_anim(screen, animation, durationMs, delayMs, deletesOld); };
  // With a screen of an earlier load still to be deleted, this load deletes that one.
  const bool deletes = deletesOld || displayAt(call, 0).display->del_prev;
  if (!deletes || !call.environment.isInCallback()) {
    load();
    return call.undefined();
  }
  call.environment.later([&environment = call.environment, handle = call.object(1).handle, load] {
    if (isAlive(environment, handle)) load();
  });
  return call.undefined();
}

Napi::Value displayOfObject(Call &call) {
  const lv_display_t *display = lv_obj_get_display(call.object(0).object);
  if (display == nullptr) return call.js.Null();
  const auto *record = static_cast<DisplayRecord *>(lv_display_get_driver_data(const_cast<lv_display_t *>(display)));
  return record == nullptr ? call.js.Null() : call.toNumber(record->handle);
}

}  // namespace

void registerDisplays(Napi::Object exports) {
  expose<Access::Changes, createMemory>(exports, "displayCreate");
  expose<Access::Changes, createFramebuffer>(exports, "displayCreateFramebuffer");
  expose<Access::Outer, closeOne>(exports, "displayClose");
  expose<Access::Reads, wantFlushes>(exports, "displayWantFlushes");
  expose<Access::Changes, refreshNow>(exports, "displayRefreshNow");
  expose<Access::Changes, invalidateAll>(exports, "displayInvalidate");
  expose<Access::Changes, setRotation>(exports, "displaySetRotation");
  expose<Access::Reads, size>(exports, "displaySize");
  expose<Access::Reads, pixels>(exports, "displayPixels");
  expose<Access::Reads, flushCount>(exports, "displayFlushCount");
  expose<Access::Reads, activeScreen>(exports, "displayActiveScreen");
  expose<Access::Reads, layer>(exports, "displayLayer");
  expose<Access::Changes, loadScreen>(exports, "displayLoadScreen");
  expose<Access::Reads, displayOfObject>(exports, "displayOf");
}
