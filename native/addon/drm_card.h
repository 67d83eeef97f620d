// A card of the kernel's display drivers (/dev/dri/card0), asked by its ioctls.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "drm_uapi.h"

struct DrmConnector {
  uint32_t id = 0;
  uint32_t crtcId = 0;
  uint32_t dpmsProperty = 0;  // 0 when it has none
  std::vector<drm::mode_modeinfo> modes;

  // The mode of this size, or null. A size of 0 × 0 means the one that the screen prefers.
  const drm::mode_modeinfo *modeOf(int32_t width, int32_t height) const;
};

class DrmCard {
 public:
  // Throws Failure (System) with the kernel's errno.
  explicit DrmCard(const std::string &path);
  ~DrmCard();
  DrmCard(const DrmCard &) = delete;
  DrmCard &operator=(const DrmCard &) = delete;

  const std::string &path() const { return path_; }
  int file() const { return file_; }

  // The first connector that has a screen and a CRTC that can feed it; one without modes when there is none.
  DrmConnector connector() const;

  // Returns 0 or an errno. Interrupted calls are made again.
  int control(unsigned long request, void *argument) const;
  void require(unsigned long request, void *argument, const std::string &what) const;

 private:
  DrmConnector describe(uint32_t connectorId, const std::vector<uint32_t> &crtcs) const;
  uint32_t crtcFor(const std::vector<uint32_t> &encoders, const std::vector<uint32_t> &crtcs) const;
  uint32_t dpmsOf(const std::vector<uint32_t> &properties) const;

  const std::string path_;
  const int file_;
};
