// Fonts: the compiled-in ones, and LVGL's binary fonts loaded from memory. Each is a copy, so that we can set its line
// height and fallback.
#include <algorithm>
#include <cstring>

#include "compiled_fonts.h"
#include "exports.h"
#include "resources.h"

namespace {

Napi::Value add(Call &call, std::shared_ptr<FontData> data) {
  FontData &font = *data;
  font.handle = call.environment.records.add(std::make_unique<FontRecord>(std::move(data)));
  return call.toNumber(font.handle);
}

const CompiledFont *find(const char *name) {
  for (const CompiledFont &each : compiledFonts()) {
    if (std::strcmp(each.name, name) == 0) return &each;
  }
  return nullptr;
}

// The font, followed by its fallbacks for glyphs that it lacks.
std::shared_ptr<FontData> chain(const CompiledFont &compiled) {
  auto data = std::make_shared<FontData>();
  data->font = *compiled.font;
  if (compiled.lineHeight > 0) {
    data->font.line_height = compiled.lineHeight;
    data->font.base_line = compiled.baseLine;
  }
  const CompiledFont *fallback = compiled.fallback == nullptr ? nullptr : find(compiled.fallback);
  if (fallback != nullptr) {
    data->fallback = chain(*fallback);
    data->font.fallback = &data->fallback->font;
  }
  return data;
}

// (name) -> handle, or an error that lists the names
Napi::Value builtIn(Call &call) {
  const char *name = call.text(0);
  const CompiledFont *compiled = find(name);
  if (compiled != nullptr) return add(call, chain(*compiled));
  std::string names;
  for (const CompiledFont &each : compiledFonts()) names += (names.empty() ? "" : ", ") + std::string(each.name);
  throw Failure(FailureCode::Argument, std::string("no font is called \"") + name + "\"; there are " + names);
}

Napi::Value load(Call &call) {
  if (!call[0].IsTypedArray() || call[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    call.refuse(0, "a Uint8Array with a binary font");
  }
  const auto bytes = call[0].As<Napi::Uint8Array>();
  if (bytes.ByteLength() < 48 || std::memcmp(bytes.Data() + 4, "head", 4) != 0) {
    throw Failure(FailureCode::Argument, "not an LVGL binary font");
  }
  std::vector<uint8_t> copy(bytes.Data(), bytes.Data() + bytes.ByteLength());
  lv_font_t *loaded = lv_binfont_create_from_buffer(copy.data(), static_cast<uint32_t>(copy.size()));
  if (loaded == nullptr) throw Failure(FailureCode::Argument, "not an LVGL binary font that can be read");
  auto data = std::make_shared<FontData>();
  data->loaded = loaded;
  data->font = *loaded;
  return add(call, std::move(data));
}

Napi::Value setFallback(Call &call) {
  const std::shared_ptr<FontData> &font = call.record<FontRecord>(0, Kind::Font).data;
  std::shared_ptr<FontData> fallback = call.has(1) ? call.record<FontRecord>(1, Kind::Font).data : nullptr;
  for (const FontData *each = fallback.get(); each != nullptr; each = each->fallback.get()) {
    if (each == font.get()) throw Failure(FailureCode::Argument, "a font cannot fall back on itself, nor in a ring");
  }
  font->font.fallback = fallback == nullptr ? nullptr : &fallback->font;
  call.environment.bury(std::move(font->fallback));
  font->fallback = std::move(fallback);
  lv_obj_report_style_change(nullptr);
  return call.undefined();
}

Napi::Value metrics(Call &call) {
  const lv_font_t &font = call.record<FontRecord>(0, Kind::Font).data->font;
  Napi::Object result = Napi::Object::New(call.js);
  result.Set("lineHeight", font.line_height);
  result.Set("baseLine", font.base_line);
  return result;
}

// Whether this font itself has the glyph, without its fallbacks.
bool hasGlyph(const lv_font_t &font, uint32_t codePoint) {
  lv_font_t alone = font;
  alone.fallback = nullptr;
  lv_font_glyph_dsc_t glyph = {};
  return alone.get_glyph_dsc(&alone, &glyph, codePoint, 0);
}

// (font, code point) -> how many steps down the chain of fallbacks the glyph is, or -1
Napi::Value glyphDepth(Call &call) {
  const auto codePoint = static_cast<uint32_t>(call.integer(1, 1, 0x10ffff));
  int depth = 0;
  for (const FontData *each = call.record<FontRecord>(0, Kind::Font).data.get(); each != nullptr;
       each = each->fallback.get(), depth += 1) {
    if (hasGlyph(each->font, codePoint)) return call.toNumber(depth);
  }
  return call.toNumber(-1);
}

Napi::Value textSize(Call &call) {
  const lv_font_t &font = call.record<FontRecord>(0, Kind::Font).data->font;
  lv_point_t size = {};
  const int32_t widest = call.has(2) ? call.int32(2) : LV_COORD_MAX;
  lv_text_attributes_t attributes = {};
  attributes.max_width = widest;
  lv_text_get_size_attributes(&size, call.text(1), &font, &attributes);
  Napi::Object result = Napi::Object::New(call.js);
  result.Set("width", size.x);
  result.Set("height", size.y);
  return result;
}

// The next code point of UTF-16 at `index`, which moves behind it; 0 at the end.
uint32_t codePointAt(const std::u16string &text, size_t &index) {
  if (index >= text.size()) return 0;
  const uint32_t unit = text[index++];
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit > 0xdbff || index >= text.size() || text[index] < 0xdc00 || text[index] > 0xdfff) return 0xfffd;
  return 0x10000 + ((unit - 0xd800) << 10) + (text[index++] - 0xdc00);
}

// (font, text) -> for each UTF-16 unit of the text how far it takes the pen, in front of the next character, and then
// the same for each as if it were the last one. The second unit of a surrogate pair takes it no further.
Napi::Value advances(Call &call) {
  const lv_font_t &font = call.record<FontRecord>(0, Kind::Font).data->font;
  if (!call[1].IsString()) call.refuse(1, "a string");
  const std::u16string text = call[1].As<Napi::String>().Utf16Value();
  Napi::Uint16Array result = Napi::Uint16Array::New(call.js, 2 * text.size());
  uint16_t *before = result.Data();
  uint16_t *last = before + text.size();
  size_t next = 0;
  uint32_t letter = codePointAt(text, next);
  for (size_t index = 0; index < text.size();) {
    const size_t end = next;
    const uint32_t follower = codePointAt(text, next);
    last[index] = lv_font_get_glyph_width(&font, letter, 0);
    before[index] = follower == 0 ? last[index] : lv_font_get_glyph_width(&font, letter, follower);
    index = end;
    letter = follower;
  }
  return result;
}

Napi::Value remove(Call &call) {
  call.environment.bury(call.environment.records.remove(call.record<FontRecord>(0, Kind::Font).handle));
  return call.undefined();
}

}  // namespace

FontData::~FontData() {
  if (loaded != nullptr) lv_binfont_destroy(loaded);
}

Napi::Value writeFont(Call &call, const lv_font_t *font) {
  for (Record *record : call.environment.records.all(Kind::Font)) {
    if (&static_cast<FontRecord *>(record)->data->font == font) return call.toNumber(record->handle);
  }
  return call.js.Null();
}

void registerFonts(Napi::Object exports) {
  expose<Access::Reads, builtIn>(exports, "fontBuiltIn");
  expose<Access::Changes, load>(exports, "fontLoad");
  expose<Access::Changes, setFallback>(exports, "fontSetFallback");
  expose<Access::Reads, metrics>(exports, "fontMetrics");
  expose<Access::Reads, glyphDepth>(exports, "fontGlyphDepth");
  expose<Access::Reads, textSize>(exports, "fontTextSize");
  expose<Access::Reads, advances>(exports, "fontAdvances");
  expose<Access::Changes, remove>(exports, "fontDelete");
}
