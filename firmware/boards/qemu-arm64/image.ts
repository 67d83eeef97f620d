import type { BoardImage } from '../../image/board-image.ts';
import { WIFI_MODULES } from '../../image/wifi-modules.ts';

/** QEMU's machine `virt` with the devices that handset.dts describes: what the tests of the image drive. */
export const image: BoardImage = {
  name: 'qemu-arm64',
  deviceTree: { kind: 'own', source: 'handset.dts' },
  kernel: 'Image',
  commandLine: 'console=ttyAMA0 panic=5 net.ifnames=0 quiet loglevel=4 vt.global_cursor_default=0',
  initramfsModules: ['virtio_blk', 'squashfs', 'ext4'],
  modules: [
    ...['gpio_virtio', 'gpio_sim', 'irq_sim', 'matrix_keypad', 'gpio_keys', 'evdev', 'virtio_input', 'uinput'],
    ...['leds_gpio', 'ledtrig_pattern', 'ledtrig_timer', 'pwm_gpio', 'gpio_beeper', 'gpio_backlight'],
    ...['virtio_gpu', 'bochs', 'ili9341', 'panel_mipi_dbi', 'drm_mipi_dbi', 'spi_gpio', 'spi_bitbang'],
    ...[
      'virtio_net',
      'virtio_rng',
      'virtio_console',
      'mac80211_hwsim',
      'cdc_ether',
      'rndis_host',
      'usb_storage',
      'sd_mod',
    ],
    ...['loop', 'dm_mod', 'dm_verity', 'dm_crypt', 'vfat', 'nls_ascii', 'nls_cp437', 'nls_utf8', 'i6300esb'],
    ...['usbhid', 'hid_generic', 'xhci_pci', 'ftdi_sio', 'test_power'],
    ...WIFI_MODULES,
  ],
  loadedAtStart: ['rfkill', 'gpio-virtio', 'leds-gpio', 'ledtrig-pattern', 'pwm-gpio', 'virtio-gpu', 'gpio-backlight'],
  unpackedPackages: ['u-boot-qemu:all'],
  rootFiles: [],
  bootLoader: {
    device: 'virtio',
    addresses: { kernel: '0x40400000', deviceTree: '0x47f00000', initramfs: '0x48000000' },
    program: 'usr/lib/u-boot/qemu_arm64/u-boot.bin',
    files: [],
    environment: [],
  },
  partitions: { table: 'gpt', firmwareMiB: 192, bootMiB: 64, rootMiB: 192, dataMiB: 384 },
};
