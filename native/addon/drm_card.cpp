#include "drm_card.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "failure.h"

namespace {

template <typename T>
uint64_t pointerTo(T *data) {
  return static_cast<uint64_t>(reinterpret_cast<uintptr_t>(data));
}

}  // namespace

const drm::mode_modeinfo *DrmConnector::modeOf(int32_t width, int32_t height) const {
  const auto fits = [width, height](const drm::mode_modeinfo &mode) {
    return width == 0 || (std::cmp_equal(mode.hdisplay, width) && std::cmp_equal(mode.vdisplay, height));
  };
  const drm::mode_modeinfo *first = nullptr;
  for (const drm::mode_modeinfo &mode : modes) {
    if (!fits(mode)) continue;
    if ((mode.type & drm::MODE_TYPE_PREFERRED) != 0) return &mode;
    if (first == nullptr) first = &mode;
  }
  return first;
}

DrmCard::DrmCard(const std::string &path) : path_(path), file_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
  if (file_ < 0) failSystem("cannot open display " + path);
}

DrmCard::~DrmCard() { ::close(file_); }

int DrmCard::control(unsigned long request, void *argument) const {
  for (;;) {
    if (ioctl(file_, request, argument) == 0) return 0;
    if (errno != EINTR && errno != EAGAIN) return errno;
  }
}

void DrmCard::require(unsigned long request, void *argument, const std::string &what) const {
  const int error = control(request, argument);
  if (error != 0) failSystem(what + " " + path_, error);
}

// Lists are asked for twice: how long, then what. One that has grown meanwhile is cut off by the kernel.
DrmConnector DrmCard::connector() const {
  drm::mode_card_res counts = {};
  require(drm::IOCTL_MODE_GETRESOURCES, &counts, "cannot ask display");
  std::vector<uint32_t> crtcs(counts.count_crtcs);
  std::vector<uint32_t> connectors(counts.count_connectors);
  drm::mode_card_res lists = {};
  lists.count_crtcs = counts.count_crtcs;
  lists.crtc_id_ptr = pointerTo(crtcs.data());
  lists.count_connectors = counts.count_connectors;
  lists.connector_id_ptr = pointerTo(connectors.data());
  require(drm::IOCTL_MODE_GETRESOURCES, &lists, "cannot ask display");
  connectors.resize(std::min<size_t>(connectors.size(), lists.count_connectors));
  for (const uint32_t id : connectors) {
    DrmConnector connector = describe(id, crtcs);
    if (connector.crtcId != 0 && !connector.modes.empty()) return connector;
  }
  return {};
}

DrmConnector DrmCard::describe(uint32_t connectorId, const std::vector<uint32_t> &crtcs) const {
  drm::mode_get_connector counts = {};
  counts.connector_id = connectorId;
  DrmConnector connector = {};
  connector.id = connectorId;
  if (control(drm::IOCTL_MODE_GETCONNECTOR, &counts) != 0) return connector;
  connector.modes.resize(counts.count_modes);
  std::vector<uint32_t> encoders(counts.count_encoders);
  std::vector<uint32_t> properties(counts.count_props);
  std::vector<uint64_t> values(counts.count_props);
  drm::mode_get_connector lists = counts;
  lists.modes_ptr = pointerTo(connector.modes.data());
  lists.encoders_ptr = pointerTo(encoders.data());
  lists.props_ptr = pointerTo(properties.data());
  lists.prop_values_ptr = pointerTo(values.data());
  const int error = control(drm::IOCTL_MODE_GETCONNECTOR, &lists);
  const bool isConnected = error == 0 && lists.connection != drm::CONNECTOR_DISCONNECTED;
  connector.modes.resize(isConnected ? std::min<size_t>(connector.modes.size(), lists.count_modes) : 0);
  if (connector.modes.empty()) return connector;
  connector.crtcId = crtcFor(encoders, crtcs);
  connector.dpmsProperty = dpmsOf(properties);
  return connector;
}

uint32_t DrmCard::crtcFor(const std::vector<uint32_t> &encoders, const std::vector<uint32_t> &crtcs) const {
  for (const uint32_t id : encoders) {
    drm::mode_get_encoder encoder = {};
    encoder.encoder_id = id;
    if (id == 0 || control(drm::IOCTL_MODE_GETENCODER, &encoder) != 0) continue;
    for (size_t i = 0; i < crtcs.size() && i < 32; i += 1) {
      if ((encoder.possible_crtcs & (1U << i)) != 0) return crtcs[i];
    }
  }
  return 0;
}

uint32_t DrmCard::dpmsOf(const std::vector<uint32_t> &properties) const {
  for (const uint32_t id : properties) {
    drm::mode_get_property property = {};
    property.prop_id = id;
    if (control(drm::IOCTL_MODE_GETPROPERTY, &property) != 0) continue;
    if (std::strncmp(property.name, "DPMS", sizeof(property.name)) == 0) return id;
  }
  return 0;
}
