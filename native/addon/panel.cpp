#include "panel.h"

#include "failure.h"

void checkPanelSize(const std::string &path, uint32_t width, uint32_t height) {
  constexpr auto largest = static_cast<uint32_t>(largestSide);
  if (width >= 1 && width <= largest && height >= 1 && height <= largest) return;
  throw Failure(FailureCode::System, path + " has " + std::to_string(width) + " × " + std::to_string(height) +
                                         " pixels; sides of 1 to " + std::to_string(largest) + " are supported");
}

bool clipToPanel(lv_area_t &area, int32_t width, int32_t height) {
  const lv_area_t panel = {.x1 = 0, .y1 = 0, .x2 = width - 1, .y2 = height - 1};
  const lv_area_t whole = area;
  return lv_area_intersect(&area, &whole, &panel);
}
