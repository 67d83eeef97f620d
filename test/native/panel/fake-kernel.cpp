// A display, a framebuffer and a console for the process that loads this in front of the C library (LD_PRELOAD). The
// devices are plain files in FAKE_KERNEL, and calls on any other file go to the kernel.
//   card0         a display: what is drawn lies in the file, from byte 4096 on, rows 64 bytes apart at least
//   fb0           a framebuffer
//   tty0          a console
//   NAME.log      each call that changes something, a line each
//   NAME.gone     while it exists the device is gone: every call is ENODEV
//   card0.modes   WIDTH HEIGHT PREFERRED of each mode
//   card0.<what>  the switches in `is()` below
//   fb0.screen    WIDTH HEIGHT BITS LINE-BYTES X-OFFSET Y-OFFSET MEMORY-BYTES RED GREEN BLUE (offsets)
#include <linux/fb.h>
#include <linux/kd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "../../../native/addon/drm_uapi.h"

namespace {

constexpr uint32_t crtcId = 40;
constexpr uint32_t connectorId = 30;
constexpr uint32_t encoderId = 20;
constexpr uint32_t dpmsId = 2;
constexpr uint32_t bufferHandle = 7;
constexpr uint64_t bufferOffset = 4096;
uint32_t bitsPerPixel = 0;

// The path of the file, or nothing when it is not one of ours.
std::string ours(int file) {
  const char *folder = std::getenv("FAKE_KERNEL");
  if (folder == nullptr) return "";
  char path[4096] = {};
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  if (readlink(link.c_str(), path, sizeof(path) - 1) < 0) return "";
  return std::string(path).starts_with(std::string(folder) + "/") ? path : "";
}

bool is(const std::string &device, const char *what) { return access((device + "." + what).c_str(), F_OK) == 0; }

void log(const std::string &device, const std::string &line) {
  std::ofstream(device + ".log", std::ios::app) << line << "\n";
}

int refuse(int error) {
  errno = error;
  return -1;
}

std::vector<drm::mode_modeinfo> modesOf(const std::string &card) {
  std::vector<drm::mode_modeinfo> modes;
  std::ifstream file(card + ".modes");
  drm::mode_modeinfo mode = {};
  for (bool preferred = false; file >> mode.hdisplay >> mode.vdisplay >> preferred;) {
    mode.type = preferred ? drm::MODE_TYPE_PREFERRED : 0;
    modes.push_back(mode);
  }
  return modes;
}

// Copies as the kernel does: the whole list or nothing, and its length in any case.
template <typename T>
void give(uint64_t to, uint32_t &count, const std::vector<T> &list) {
  if (count >= list.size() && to != 0) {
    std::memcpy(reinterpret_cast<void *>(static_cast<uintptr_t>(to)), list.data(), list.size() * sizeof(T));
  }
  count = static_cast<uint32_t>(list.size());
}

int resources(drm::mode_card_res &all) {
  give<uint32_t>(all.crtc_id_ptr, all.count_crtcs, {39, crtcId});
  give<uint32_t>(all.connector_id_ptr, all.count_connectors, {29, connectorId});
  return 0;
}

int connector(const std::string &card, drm::mode_get_connector &all) {
  // The first connector of the card is a socket without a screen.
  const bool isConnected = all.connector_id == connectorId && !is(card, "unplugged");
  all.connection = isConnected ? 1 : 2;
  give<drm::mode_modeinfo>(all.modes_ptr, all.count_modes, isConnected ? modesOf(card) : decltype(modesOf(card)){});
  give<uint32_t>(all.encoders_ptr, all.count_encoders, {encoderId});
  uint32_t count = all.count_props;
  give<uint64_t>(all.prop_values_ptr, count, {0, 0});
  give<uint32_t>(all.props_ptr, all.count_props, {1, dpmsId});
  return 0;
}

int create(const std::string &card, int file, drm::mode_create_dumb &buffer) {
  if (buffer.bpp == 16 && is(card, "no16")) return refuse(EINVAL);
  bitsPerPixel = buffer.bpp;
  buffer.handle = bufferHandle;
  buffer.pitch = (buffer.width * buffer.bpp / 8 + 63) / 64 * 64;
  buffer.size = is(card, "small") ? 64 : uint64_t{buffer.pitch} * buffer.height;
  log(card, "create " + std::to_string(buffer.bpp));
  return ftruncate(file, static_cast<off_t>(bufferOffset + buffer.size));
}

int dirty(const std::string &card, const drm::mode_fb_dirty_cmd &command) {
  if (is(card, "tellsNothing")) return refuse(ENOSYS);
  const auto *clips = reinterpret_cast<const drm::clip_rect *>(static_cast<uintptr_t>(command.clips_ptr));
  for (uint32_t i = 0; i < command.num_clips; i += 1) {
    const drm::clip_rect &clip = clips[i];
    log(card, "dirty " + std::to_string(clip.x1) + " " + std::to_string(clip.y1) + " " + std::to_string(clip.x2) +
                  " " + std::to_string(clip.y2));
  }
  return 0;
}

int setMode(const std::string &card, const drm::mode_crtc &crtc) {
  if (crtc.crtc_id != crtcId || crtc.count_connectors != 1) return refuse(EINVAL);
  if (bitsPerPixel == 16 && is(card, "shows32only")) return refuse(EINVAL);
  log(card, "mode " + std::to_string(crtc.mode.hdisplay) + " " + std::to_string(crtc.mode.vdisplay));
  return 0;
}

int onCard(const std::string &card, int file, unsigned long request, void *argument) {
  switch (request) {
    case drm::IOCTL_SET_MASTER: return is(card, "taken") ? refuse(EACCES) : 0;
    case drm::IOCTL_MODE_GETRESOURCES: return resources(*static_cast<drm::mode_card_res *>(argument));
    case drm::IOCTL_MODE_GETCONNECTOR: return connector(card, *static_cast<drm::mode_get_connector *>(argument));
    case drm::IOCTL_MODE_GETENCODER:
      static_cast<drm::mode_get_encoder *>(argument)->possible_crtcs = 2;
      return 0;
    case drm::IOCTL_MODE_GETPROPERTY: {
      auto *property = static_cast<drm::mode_get_property *>(argument);
      std::strcpy(property->name, property->prop_id == dpmsId && !is(card, "sleepless") ? "DPMS" : "EDID");
      return 0;
    }
    case drm::IOCTL_MODE_SETPROPERTY:
      log(card, "dpms " + std::to_string(static_cast<drm::mode_connector_set_property *>(argument)->value));
      return 0;
    case drm::IOCTL_MODE_CREATE_DUMB: return create(card, file, *static_cast<drm::mode_create_dumb *>(argument));
    case drm::IOCTL_MODE_MAP_DUMB: static_cast<drm::mode_map_dumb *>(argument)->offset = bufferOffset; return 0;
    case drm::IOCTL_MODE_ADDFB2: {
      auto *added = static_cast<drm::mode_fb_cmd2 *>(argument);
      added->fb_id = 50;
      log(card, std::string("format ") + std::string(reinterpret_cast<const char *>(&added->pixel_format), 4));
      return 0;
    }
    case drm::IOCTL_MODE_SETCRTC: return setMode(card, *static_cast<drm::mode_crtc *>(argument));
    case drm::IOCTL_MODE_DIRTYFB: return dirty(card, *static_cast<drm::mode_fb_dirty_cmd *>(argument));
    case drm::IOCTL_MODE_RMFB: log(card, "remove"); return 0;
    case drm::IOCTL_MODE_DESTROY_DUMB: log(card, "destroy"); return 0;
    default: return refuse(ENOTTY);
  }
}

int onFramebuffer(const std::string &device, unsigned long request, void *argument) {
  std::ifstream file(device + ".screen");
  fb_var_screeninfo screen = {};
  fb_fix_screeninfo fixed = {};
  file >> screen.xres >> screen.yres >> screen.bits_per_pixel >> fixed.line_length >> screen.xoffset >>
      screen.yoffset >> fixed.smem_len >> screen.red.offset >> screen.green.offset >> screen.blue.offset;
  const bool is16 = screen.bits_per_pixel == 16;
  screen.red.length = screen.blue.length = is16 ? 5 : 8;
  screen.green.length = is16 ? 6 : 8;
  switch (request) {
    case FBIOGET_VSCREENINFO: std::memcpy(argument, &screen, sizeof(screen)); return 0;
    case FBIOGET_FSCREENINFO: std::memcpy(argument, &fixed, sizeof(fixed)); return 0;
    case FBIOBLANK:
      if (is(device, "sleepless")) return refuse(EINVAL);
      log(device, "blank " + std::to_string(reinterpret_cast<uintptr_t>(argument)));
      return 0;
    default: return refuse(ENOTTY);
  }
}

int onConsole(const std::string &device, unsigned long request, void *argument) {
  if (request != KDSETMODE) return refuse(ENOTTY);
  log(device, "mode " + std::to_string(reinterpret_cast<uintptr_t>(argument)));
  return 0;
}

}  // namespace

extern "C" int ioctl(int file, unsigned long request, ...) noexcept {
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  const std::string device = ours(file);
  if (device.empty()) return static_cast<int>(syscall(SYS_ioctl, file, request, argument));
  if (is(device, "gone")) return refuse(ENODEV);
  const std::string name = device.substr(device.rfind('/') + 1);
  if (name.starts_with("card")) return onCard(device, file, request, argument);
  if (name.starts_with("fb")) return onFramebuffer(device, request, argument);
  if (name.starts_with("tty")) return onConsole(device, request, argument);
  return refuse(ENOTTY);
}

extern "C" ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  const std::string device = ours(file);
  if (!device.empty() && is(device, "gone")) return refuse(ENODEV);
  return syscall(SYS_pwrite64, file, bytes, count, offset);
}
