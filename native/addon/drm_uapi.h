// What we use of the kernel's interface to displays (Documentation/gpu/drm-uapi.rst). Debian has the kernel's own
// header only in a package of libdrm, of which we need nothing else. Names are the kernel's, so that they can be looked
// up; the sizes are checked, since they are part of each ioctl's number.
#pragma once

#include <linux/ioctl.h>

#include <cstdint>

// NOLINTBEGIN(readability-identifier-naming,modernize-avoid-c-arrays): the kernel's names and layout
namespace drm {

struct mode_card_res {
  uint64_t fb_id_ptr, crtc_id_ptr, connector_id_ptr, encoder_id_ptr;
  uint32_t count_fbs, count_crtcs, count_connectors, count_encoders;
  uint32_t min_width, max_width, min_height, max_height;
};

struct mode_modeinfo {
  uint32_t clock;
  uint16_t hdisplay, hsync_start, hsync_end, htotal, hskew;
  uint16_t vdisplay, vsync_start, vsync_end, vtotal, vscan;
  uint32_t vrefresh, flags, type;
  char name[32];
};

struct mode_crtc {
  uint64_t set_connectors_ptr;
  uint32_t count_connectors, crtc_id, fb_id, x, y, gamma_size, mode_valid;
  mode_modeinfo mode;
};

struct mode_get_encoder {
  uint32_t encoder_id, encoder_type, crtc_id, possible_crtcs, possible_clones;
};

struct mode_get_connector {
  uint64_t encoders_ptr, modes_ptr, props_ptr, prop_values_ptr;
  uint32_t count_modes, count_props, count_encoders;
  uint32_t encoder_id, connector_id, connector_type, connector_type_id;
  uint32_t connection, mm_width, mm_height, subpixel, pad;
};

struct mode_get_property {
  uint64_t values_ptr, enum_blob_ptr;
  uint32_t prop_id, flags;
  char name[32];
  uint32_t count_values, count_enum_blobs;
};

struct mode_connector_set_property {
  uint64_t value;
  uint32_t prop_id, connector_id;
};

struct mode_fb_cmd2 {
  uint32_t fb_id, width, height, pixel_format, flags;
  uint32_t handles[4], pitches[4], offsets[4];
  uint64_t modifier[4];
};

struct mode_fb_dirty_cmd {
  uint32_t fb_id, flags, color, num_clips;
  uint64_t clips_ptr;
};

// x2 and y2 are the first column and row that are not part of it.
struct clip_rect {
  uint16_t x1, y1, x2, y2;
};

struct mode_create_dumb {
  uint32_t height, width, bpp, flags, handle, pitch;
  uint64_t size;
};

struct mode_map_dumb {
  uint32_t handle, pad;
  uint64_t offset;
};

struct mode_destroy_dumb {
  uint32_t handle;
};

static_assert(sizeof(mode_card_res) == 64 && sizeof(mode_modeinfo) == 68);
static_assert(sizeof(mode_crtc) == 104 && sizeof(mode_get_encoder) == 20 && sizeof(mode_get_connector) == 80);
static_assert(sizeof(mode_get_property) == 64 && sizeof(mode_connector_set_property) == 16);
static_assert(sizeof(mode_fb_cmd2) == 104 && sizeof(mode_fb_dirty_cmd) == 24 && sizeof(clip_rect) == 8);
static_assert(sizeof(mode_create_dumb) == 32 && sizeof(mode_map_dumb) == 16 && sizeof(mode_destroy_dumb) == 4);

constexpr unsigned long IOCTL_SET_MASTER = _IO('d', 0x1e);
constexpr unsigned long IOCTL_MODE_GETRESOURCES = _IOWR('d', 0xA0, mode_card_res);
constexpr unsigned long IOCTL_MODE_SETCRTC = _IOWR('d', 0xA2, mode_crtc);
constexpr unsigned long IOCTL_MODE_GETENCODER = _IOWR('d', 0xA6, mode_get_encoder);
constexpr unsigned long IOCTL_MODE_GETCONNECTOR = _IOWR('d', 0xA7, mode_get_connector);
constexpr unsigned long IOCTL_MODE_GETPROPERTY = _IOWR('d', 0xAA, mode_get_property);
constexpr unsigned long IOCTL_MODE_SETPROPERTY = _IOWR('d', 0xAB, mode_connector_set_property);
constexpr unsigned long IOCTL_MODE_RMFB = _IOWR('d', 0xAF, uint32_t);
constexpr unsigned long IOCTL_MODE_DIRTYFB = _IOWR('d', 0xB1, mode_fb_dirty_cmd);
constexpr unsigned long IOCTL_MODE_CREATE_DUMB = _IOWR('d', 0xB2, mode_create_dumb);
constexpr unsigned long IOCTL_MODE_MAP_DUMB = _IOWR('d', 0xB3, mode_map_dumb);
constexpr unsigned long IOCTL_MODE_DESTROY_DUMB = _IOWR('d', 0xB4, mode_destroy_dumb);
constexpr unsigned long IOCTL_MODE_ADDFB2 = _IOWR('d', 0xB8, mode_fb_cmd2);

constexpr uint32_t FORMAT_RGB565 = 0x36314752;    // "RG16"
constexpr uint32_t FORMAT_XRGB8888 = 0x34325258;  // "XR24"
constexpr uint32_t MODE_TYPE_PREFERRED = 1 << 3;
constexpr uint32_t CONNECTOR_DISCONNECTED = 2;
constexpr uint64_t DPMS_ON = 0;
constexpr uint64_t DPMS_OFF = 3;

}  // namespace drm
// NOLINTEND(readability-identifier-naming,modernize-avoid-c-arrays)
