// Images from pixels or PNG, kept by the addon as LVGL's own image descriptors.
#include <cstdlib>
#include <cstring>

#include "exports.h"
#include "resources.h"
#include "src/libs/lodepng/lodepng.h"

namespace {

constexpr int64_t largestSide = 4096;

Napi::Uint8Array bytesAt(Call &call, size_t index) {
  if (!call[index].IsTypedArray() || call[index].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    call.refuse(index, "a Uint8Array");
  }
  return call[index].As<Napi::Uint8Array>();
}

Napi::Value add(Call &call, std::shared_ptr<ImageData> data) {
  ImageData &image = *data;
  image.handle = call.environment.records.add(std::make_unique<ImageRecord>(std::move(data)));
  image.descriptor.data = image.bytes.data();
  image.descriptor.data_size = static_cast<uint32_t>(image.bytes.size());
  image.descriptor.header.magic = LV_IMAGE_HEADER_MAGIC;
  return call.toNumber(image.handle);
}

// (width, height, format, bytes)
Napi::Value create(Call &call) {
  auto data = std::make_shared<ImageData>();
  const int64_t width = call.integer(0, 1, largestSide);
  const int64_t height = call.integer(1, 1, largestSide);
  const auto format = static_cast<lv_color_format_t>(call.uint32(2));
  int64_t bytesPerPixel = 0;
  switch (format) {
    case LV_COLOR_FORMAT_A8: bytesPerPixel = 1; break;
    case LV_COLOR_FORMAT_RGB565: bytesPerPixel = 2; break;
    case LV_COLOR_FORMAT_RGB888: bytesPerPixel = 3; break;
    case LV_COLOR_FORMAT_ARGB8888: bytesPerPixel = 4; break;
    default: call.refuse(2, "a format: A8, RGB565, RGB888 or ARGB8888");
  }
  const Napi::Uint8Array bytes = bytesAt(call, 3);
  const auto expected = static_cast<size_t>(width * height * bytesPerPixel);
  if (bytes.ByteLength() != expected) {
    throw Failure(FailureCode::Argument, "an image of " + std::to_string(width) + "x" + std::to_string(height) +
                                             " needs " + std::to_string(expected) + " bytes in this format, got " +
                                             std::to_string(bytes.ByteLength()));
  }
  data->bytes.assign(bytes.Data(), bytes.Data() + bytes.ByteLength());
  data->descriptor.header.cf = format;
  data->descriptor.header.w = static_cast<uint16_t>(width);
  data->descriptor.header.h = static_cast<uint16_t>(height);
  data->descriptor.header.stride = static_cast<uint16_t>(width * bytesPerPixel);
  return add(call, std::move(data));
}

Napi::Value createPng(Call &call) {
  const Napi::Uint8Array bytes = bytesAt(call, 0);
  unsigned char *pixels = nullptr;
  unsigned width = 0;
  unsigned height = 0;
  const unsigned error = lodepng_decode32(&pixels, &width, &height, bytes.Data(), bytes.ByteLength());
  // LVGL's copy of lodepng returns a draw buffer where the original returns bytes.
  auto *buffer = reinterpret_cast<lv_draw_buf_t *>(pixels);
  const std::unique_ptr<lv_draw_buf_t, void (*)(lv_draw_buf_t *)> owned(buffer, lv_draw_buf_destroy);
  if (error != 0) {
    throw Failure(FailureCode::Argument, std::string("not a PNG that can be read: ") + lodepng_error_text(error));
  }
  if (width > largestSide || height > largestSide) {
    throw Failure(FailureCode::Argument, "the PNG is larger than 4096x4096");
  }
  auto data = std::make_shared<ImageData>();
  const size_t rowBytes = static_cast<size_t>(width) * 4;
  for (uint32_t y = 0; y < height; y += 1) {
    const uint8_t *row = buffer->data + static_cast<size_t>(y) * buffer->header.stride;
    data->bytes.insert(data->bytes.end(), row, row + rowBytes);
  }
  // PNG has red, green, blue; LVGL's ARGB8888 is blue, green, red in memory.
  for (size_t i = 0; i < data->bytes.size(); i += 4) std::swap(data->bytes[i], data->bytes[i + 2]);
  data->descriptor.header.cf = LV_COLOR_FORMAT_ARGB8888;
  data->descriptor.header.w = static_cast<uint16_t>(width);
  data->descriptor.header.h = static_cast<uint16_t>(height);
  data->descriptor.header.stride = static_cast<uint16_t>(width * 4);
  return add(call, std::move(data));
}

Napi::Value remove(Call &call) {
  call.environment.bury(call.environment.records.remove(call.record<ImageRecord>(0, Kind::Image).handle));
  return call.undefined();
}

Napi::Value size(Call &call) {
  const ImageData &data = *call.record<ImageRecord>(0, Kind::Image).data;
  Napi::Object result = Napi::Object::New(call.js);
  result.Set("width", static_cast<double>(data.descriptor.header.w));
  result.Set("height", static_cast<double>(data.descriptor.header.h));
  return result;
}

}  // namespace

ImageData::~ImageData() {
  // LVGL caches decoded images by their address.
  if (lv_is_initialized()) lv_image_cache_drop(&descriptor);
}

const void *readImageSource(Call &call, size_t index, std::shared_ptr<void> &keep) {
  if (!call.has(index)) return nullptr;
  if (call[index].IsString()) {
    auto text = std::make_shared<std::string>(call.text(index));
    if (text->empty()) call.refuse(index, "an Image, a symbol, a path or null");
    keep = text;
    return text->c_str();
  }
  const std::shared_ptr<ImageData> &data = call.record<ImageRecord>(index, Kind::Image).data;
  keep = data;
  return &data->descriptor;
}

Napi::Value writeImageSource(Call &call, const void *source) {
  if (source == nullptr) return call.js.Null();
  if (lv_image_src_get_type(source) != LV_IMAGE_SRC_VARIABLE) return call.toText(static_cast<const char *>(source));
  for (Record *record : call.environment.records.all(Kind::Image)) {
    if (&static_cast<ImageRecord *>(record)->data->descriptor == source) return call.toNumber(record->handle);
  }
  return call.js.Null();
}

void registerImages(Napi::Object exports) {
  expose<Access::Changes, create>(exports, "imageCreate");
  expose<Access::Changes, createPng>(exports, "imageCreatePng");
  expose<Access::Changes, remove>(exports, "imageDelete");
  expose<Access::Reads, size>(exports, "imageSize");
}
