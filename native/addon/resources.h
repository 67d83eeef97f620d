// Images, fonts and styles, to which LVGL points. They live as long as anything uses them, whatever JavaScript has
// deleted.
#pragma once

#include <napi.h>

#include <map>
#include <memory>
#include <vector>

#include "call.h"
#include "records.h"

struct ImageData {
  ImageData() = default;
  ~ImageData();
  ImageData(const ImageData &) = delete;
  ImageData &operator=(const ImageData &) = delete;

  lv_image_dsc_t descriptor = {};
  std::vector<uint8_t> bytes;
  double handle = 0;
};

struct FontData {
  FontData() = default;
  ~FontData();
  FontData(const FontData &) = delete;
  FontData &operator=(const FontData &) = delete;

  lv_font_t font = {};          // a copy: line height and fallback are ours to set
  lv_font_t *loaded = nullptr;  // from lv_binfont_create_from_buffer
  std::shared_ptr<FontData> fallback;
  double handle = 0;
};

struct StyleData {
  StyleData() { lv_style_init(&style); }
  ~StyleData() { lv_style_reset(&style); }
  StyleData(const StyleData &) = delete;
  StyleData &operator=(const StyleData &) = delete;

  lv_style_t style = {};
  std::map<lv_prop_id_t, std::shared_ptr<void>> kept;
};

template <typename Data, Kind kindOf>
class ResourceRecord : public Record {
 public:
  explicit ResourceRecord(std::shared_ptr<Data> data) : Record(kindOf), data(std::move(data)) {}
  const std::shared_ptr<Data> data;
};

using ImageRecord = ResourceRecord<ImageData, Kind::Image>;
using FontRecord = ResourceRecord<FontData, Kind::Font>;
using StyleRecord = ResourceRecord<StyleData, Kind::Style>;

// An image source: an Image's handle, a symbol or path as string, or null. What must be kept alive is returned in
// `keep`.
const void *readImageSource(Call &call, size_t index, std::shared_ptr<void> &keep);
Napi::Value writeImageSource(Call &call, const void *source);
Napi::Value writeFont(Call &call, const lv_font_t *font);

void registerImages(Napi::Object exports);
void registerFonts(Napi::Object exports);
