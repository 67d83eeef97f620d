#include "drm_panel.h"

#include <sys/mman.h>

#include <cerrno>
#include <cstring>

#include "failure.h"

DrmPanel::DrmPanel(const std::string &path, int32_t width, int32_t height)
    : card_(path), connector_(card_.connector()) {
  if (connector_.modes.empty()) failSystem("no screen is connected to display " + path, ENODEV);
  const drm::mode_modeinfo *mode = connector_.modeOf(width, height);
  if (mode == nullptr) {
    throw Failure(FailureCode::System, "the screen of " + path + " has no mode of " + std::to_string(width) + " × " +
                                           std::to_string(height) + " pixels");
  }
  mode_ = *mode;
  checkPanelSize(path, mode_.hdisplay, mode_.vdisplay);
  becomeMaster();
  // Small panels take 16 bits as they are; some drivers know only 32.
  const int error16 = show(16);
  if (error16 == 0) return;
  dropBuffer();
  const int error32 = show(32);
  if (error32 == 0) return;
  dropBuffer();
  failSystem("cannot show a picture on display " + path, error32);
}

DrmPanel::~DrmPanel() { dropBuffer(); }

// Who opens a card that nobody shows anything on is its master without asking, and this confirms it. While somebody
// else is, the kernel refuses with EACCES or EBUSY, root or not.
void DrmPanel::becomeMaster() {
  const int error = card_.control(drm::IOCTL_SET_MASTER, nullptr);
  const bool isTaken = error == EACCES || error == EBUSY;
  if (isTaken) failSystem("another program shows something on display " + card_.path(), EBUSY);
  if (error != 0) failSystem("cannot take display " + card_.path(), error);
}

// Returns 0, or the errno of the step that failed.
int DrmPanel::show(uint32_t bitsPerPixel) {
  int error = createBuffer(bitsPerPixel);
  if (error == 0) error = mapBuffer();
  if (error == 0) error = addFramebuffer();
  if (error == 0) error = setMode();
  return error;
}

int DrmPanel::createBuffer(uint32_t bitsPerPixel) {
  layout_.bitsPerPixel = static_cast<int32_t>(bitsPerPixel);
  buffer_ = {};
  buffer_.width = mode_.hdisplay;
  buffer_.height = mode_.vdisplay;
  buffer_.bpp = bitsPerPixel;
  const int error = card_.control(drm::IOCTL_MODE_CREATE_DUMB, &buffer_);
  if (error != 0) {
    buffer_ = {};
    return error;
  }
  const bool holdsRows = buffer_.pitch >= buffer_.width * layout_.bytesPerPixel();
  const bool holdsAll = buffer_.size >= uint64_t{buffer_.pitch} * buffer_.height;
  return holdsRows && holdsAll ? 0 : EINVAL;
}

int DrmPanel::mapBuffer() {
  drm::mode_map_dumb place = {};
  place.handle = buffer_.handle;
  const int error = card_.control(drm::IOCTL_MODE_MAP_DUMB, &place);
  if (error != 0) return error;
  // All pages at once: later, when the device may be gone, none can be missing.
  void *mapped = mmap(nullptr, buffer_.size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, card_.file(),
                      static_cast<off_t>(place.offset));
  if (mapped == MAP_FAILED) return errno;
  memory_ = static_cast<uint8_t *>(mapped);
  std::memset(memory_, 0, buffer_.size);
  return 0;
}

int DrmPanel::addFramebuffer() {
  drm::mode_fb_cmd2 added = {};
  added.width = buffer_.width;
  added.height = buffer_.height;
  added.pixel_format = buffer_.bpp == 16 ? drm::FORMAT_RGB565 : drm::FORMAT_XRGB8888;
  added.handles[0] = buffer_.handle;
  added.pitches[0] = buffer_.pitch;
  const int error = card_.control(drm::IOCTL_MODE_ADDFB2, &added);
  if (error == 0) framebufferId_ = added.fb_id;
  return error;
}

int DrmPanel::setMode() {
  uint32_t connectorId = connector_.id;
  drm::mode_crtc crtc = {};
  crtc.crtc_id = connector_.crtcId;
  crtc.fb_id = framebufferId_;
  crtc.set_connectors_ptr = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(&connectorId));
  crtc.count_connectors = 1;
  crtc.mode = mode_;
  crtc.mode_valid = 1;
  return card_.control(drm::IOCTL_MODE_SETCRTC, &crtc);
}

// What the kernel refuses here has gone with the device.
void DrmPanel::dropBuffer() {
  if (memory_ != nullptr) munmap(memory_, buffer_.size);
  memory_ = nullptr;
  if (framebufferId_ != 0) card_.control(drm::IOCTL_MODE_RMFB, &framebufferId_);
  framebufferId_ = 0;
  if (buffer_.handle == 0) return;
  drm::mode_destroy_dumb gone = {.handle = buffer_.handle};
  card_.control(drm::IOCTL_MODE_DESTROY_DUMB, &gone);
  buffer_ = {};
}

int DrmPanel::write(const uint16_t *frame, const lv_area_t &area) {
  lv_area_t shown = area;
  if (!clipToPanel(shown, width(), height())) return 0;
  for (int32_t y = shown.y1; y <= shown.y2; y += 1) {
    const uint16_t *from = frame + static_cast<size_t>(y) * static_cast<size_t>(width()) + shown.x1;
    uint8_t *to =
        memory_ + static_cast<size_t>(y) * buffer_.pitch + static_cast<size_t>(shown.x1) * layout_.bytesPerPixel();
    copyPixels(from, to, lv_area_get_width(&shown), layout_);
  }
  if (!mustTellChanges_) return 0;
  drm::clip_rect changed = {.x1 = static_cast<uint16_t>(shown.x1),
                            .y1 = static_cast<uint16_t>(shown.y1),
                            .x2 = static_cast<uint16_t>(shown.x2 + 1),
                            .y2 = static_cast<uint16_t>(shown.y2 + 1)};
  drm::mode_fb_dirty_cmd dirty = {};
  dirty.fb_id = framebufferId_;
  dirty.num_clips = 1;
  dirty.clips_ptr = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(&changed));
  const int error = card_.control(drm::IOCTL_MODE_DIRTYFB, &dirty);
  // A driver that reads the memory all the time does not want to be told.
  if (error != ENOSYS) return error;
  mustTellChanges_ = false;
  return 0;
}

int DrmPanel::setPower(bool on) {
  if (connector_.dpmsProperty == 0) return EOPNOTSUPP;
  drm::mode_connector_set_property power = {};
  power.connector_id = connector_.id;
  power.prop_id = connector_.dpmsProperty;
  power.value = on ? drm::DPMS_ON : drm::DPMS_OFF;
  return card_.control(drm::IOCTL_MODE_SETPROPERTY, &power);
}
