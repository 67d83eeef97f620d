#include "displays.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "call.h"
#include "console.h"
#include "drm_panel.h"
#include "exports.h"
#include "framebuffer.h"
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
  const int error = panel_ == nullptr ? 0 : panel_->write(frame.data(), area);
  if (error != 0) lose(error);
  if (wantsFlushes) {
    const size_t count = rowPixels * static_cast<size_t>(lv_area_get_height(&area));
    pending_.push_back({.area = area, .pixels = std::vector<uint16_t>(pixels, pixels + count)});
  }
}

void DisplayRecord::lose(int error) {
  panel_.reset();
  lostWith_ = error;
}

void DisplayRecord::attach(std::unique_ptr<Panel> panel) {
  if (panel->width() != width || panel->height() != height) {
    throw Failure(FailureCode::Argument, "the panel has " + std::to_string(panel->width()) + " × " +
                                             std::to_string(panel->height()) + " pixels, the display " +
                                             std::to_string(width) + " × " + std::to_string(height));
  }
  const lv_area_t whole = {.x1 = 0, .y1 = 0, .x2 = width - 1, .y2 = height - 1};
  const int error = panel->write(frame.data(), whole);
  if (error != 0) failSystem("the panel takes no picture", error);
  if (!isLit_) panel->setPower(false);
  panel_ = std::move(panel);
  lostWith_ = 0;
}

int DisplayRecord::setPower(bool on) {
  isLit_ = on;
  return panel_ == nullptr ? 0 : panel_->setPower(on);
}

void DisplayRecord::deliver(Environment &environment) {
  const double self = handle;  // a listener may close this display
  const int error = std::exchange(lostWith_, 0);
  if (error != 0) {
    Napi::HandleScope scope(environment.js);
    environment.send(Message::PanelLost,
                     {Napi::Number::New(environment.js, self), Napi::Number::New(environment.js, -error)});
  }
  deliverRectangles(environment, self);
}

void DisplayRecord::deliverRectangles(Environment &environment, double self) {
  if (pending_.empty()) return;
  const std::vector<Rectangle> rectangles = std::move(pending_);
  pending_.clear();
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

// (width, height, themed)
Napi::Value createMemory(Call &call) {
  const auto width = static_cast<int32_t>(call.integer(0, 1, largestSide));
  const auto height = static_cast<int32_t>(call.integer(1, 1, largestSide));
  auto record = std::make_unique<DisplayRecord>(width, height);
  record->open(call.boolean(2));
  return call.toNumber(call.environment.records.add(std::move(record)));
}

// (…, kind, path, width | null, height | null, bits | null), from argument `first` on.
// A plain file as framebuffer needs all three numbers. The framebuffer of a device needs none, because it knows its
// own. A card may be told the size, to choose the mode.
std::unique_ptr<Panel> openPanel(Call &call, size_t first) {
  enum : uint8_t { OnFramebuffer, OnCard };
  const int64_t kind = call.integer(first, OnFramebuffer, OnCard);
  const std::string path = call.text(first + 1);
  int32_t width = 0;
  int32_t height = 0;
  if (call.has(first + 2)) {
    width = static_cast<int32_t>(call.integer(first + 2, 1, largestSide));
    height = static_cast<int32_t>(call.integer(first + 3, 1, largestSide));
  }
  if (kind == OnCard) return std::make_unique<DrmPanel>(path, width, height);
  FramebufferGeometry geometry = {};
  geometry.width = width;
  geometry.height = height;
  if (width != 0) geometry.layout.bitsPerPixel = static_cast<int32_t>(call.integer(first + 4, 16, 32)) / 8 * 8;
  return std::make_unique<Framebuffer>(path, geometry);
}

// (themed, …)
Napi::Value createOnPanel(Call &call) {
  std::unique_ptr<Panel> panel = openPanel(call, 1);
  auto record = std::make_unique<DisplayRecord>(panel->width(), panel->height());
  record->attach(std::move(panel));
  record->open(call.boolean(0));
  return call.toNumber(call.environment.records.add(std::move(record)));
}

// (display, …)
Napi::Value attachPanel(Call &call) {
  DisplayRecord &record = displayAt(call, 0);
  record.closePanel();
  record.attach(openPanel(call, 1));
  return call.undefined();
}

// (display, on)
Napi::Value setPower(Call &call) {
  const int error = displayAt(call, 0).setPower(call.boolean(1));
  if (error != 0) failSystem("the panel refuses to be switched", error);
  return call.undefined();
}

// (path): the sizes that the card's screen can show, none when no screen is connected.
Napi::Value cardSizes(Call &call) {
  const DrmCard card(call.text(0));
  const DrmConnector connector = card.connector();
  Napi::Array sizes = Napi::Array::New(call.js);
  for (const drm::mode_modeinfo &mode : connector.modes) {
    Napi::Object size = Napi::Object::New(call.js);
    size.Set("width", static_cast<double>(mode.hdisplay));
    size.Set("height", static_cast<double>(mode.vdisplay));
    sizes.Set(sizes.Length(), size);
  }
  return sizes;
}

// (path, draws)
Napi::Value consoleDraws(Call &call) {
  setConsoleDraws(call.text(0), call.boolean(1));
  return call.undefined();
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
  expose<Access::Changes, createOnPanel>(exports, "displayCreateOnPanel");
  expose<Access::Changes, attachPanel>(exports, "displayAttachPanel");
  expose<Access::Reads, setPower>(exports, "displaySetPower");
  expose<Access::Free, cardSizes>(exports, "cardSizes");
  expose<Access::Free, consoleDraws>(exports, "consoleDraws");
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
