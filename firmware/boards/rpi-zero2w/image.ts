import type { BoardImage } from '../../image/board-image.ts';
import { WIFI_MODULES } from '../../image/wifi-modules.ts';

const FIRMWARE = 'usr/lib/raspi-firmware';

/** Raspberry Pi Zero 2 W. QEMU's machine raspi3b starts the same card with the tree of a Pi 3 B, which lies beside. */
export const image: BoardImage = {
  name: 'rpi-zero2w',
  deviceTree: {
    kind: 'overlay',
    debian: 'broadcom/bcm2837-rpi-zero-2-w.dtb',
    source: 'handset.dtso',
    alsoFor: { 'bcm2837-rpi-3-b.dtb': 'broadcom/bcm2837-rpi-3-b.dtb' },
  },
  kernel: 'Image.gz',
  commandLine: 'console=ttyS1,115200 panic=5 cma=32M net.ifnames=0 quiet loglevel=4 vt.global_cursor_default=0',
  initramfsModules: ['squashfs', 'ext4', 'bcm2835', 'sdhci_iproc', 'mmc_block', 'bcm2835_wdt'],
  modules: [
    ...['leds_gpio', 'ledtrig_pattern', 'ledtrig_timer', 'gpio_backlight', 'pwm_bcm2835', 'gpio_keys', 'evdev'],
    ...['spi_bcm2835', 'ili9341', 'panel_mipi_dbi', 'drm_mipi_dbi', 'i2c_bcm2835', 'cw2015_battery'],
    ...['bcm2835_wdt', 'bcm2835_thermal', 'raspberrypi_cpufreq', 'bcm2835_rng'],
    ...['brcmfmac', 'brcmfmac_wcc', 'dwc2', 'cdc_ether', 'rndis_host', 'usb_storage', 'sd_mod'],
    ...['usbhid', 'hid_generic', 'cdc_acm'],
    'g_ether',
    ...WIFI_MODULES,
    ...['loop', 'dm_mod', 'dm_verity', 'dm_crypt', 'vfat', 'nls_ascii', 'nls_cp437', 'nls_utf8'],
  ],
  loadedAtStart: ['rfkill', 'leds-gpio', 'ledtrig-pattern', 'spi-bcm2835', 'ili9341', 'pwm-bcm2835', 'gpio-backlight'],
  unpackedPackages: ['raspi-firmware:all', 'u-boot-rpi:arm64', 'firmware-brcm80211:all'],
  rootFiles: [
    'usr/lib/firmware/brcm/brcmfmac43430-sdio.bin',
    'usr/lib/firmware/brcm/brcmfmac43430-sdio.clm_blob',
    'usr/lib/firmware/brcm/brcmfmac43430-sdio.raspberrypi,3-model-b.txt',
    'usr/lib/firmware/brcm/brcmfmac43430-sdio.raspberrypi,model-zero-2-w.txt',
    'usr/lib/firmware/cypress/cyfmac43430-sdio.bin',
    'usr/lib/firmware/cypress/cyfmac43430-sdio.clm_blob',
  ],
  bootLoader: {
    device: 'mmc',
    addresses: { kernel: '0x00200000', deviceTree: '0x05f00000', initramfs: '0x06000000' },
    program: 'usr/lib/u-boot/rpi_3/u-boot.bin',
    // The first three are run by the chip itself, which then starts U-Boot as config.txt says.
    files: [
      ...['bootcode.bin', 'start_cd.elf', 'fixup_cd.dat'].map((name) => `${FIRMWARE}/${name}`),
      ...['config.txt', 'usr/lib/u-boot/rpi_3/u-boot.bin'],
    ],
    // In place of U-Boot's own, which waits two seconds and looks for systems on USB and the network.
    environment: [
      'bootdelay=0',
      'bootcmd=load mmc 0:1 0x02400000 boot.scr && source 0x02400000',
      'kernel_comp_addr_r=0x0a000000',
      'kernel_comp_size=0x04000000',
      ...['stdin=serial', 'stdout=serial', 'stderr=serial'],
    ],
  },
  partitions: { table: 'hybrid', firmwareMiB: 192, bootMiB: 64, rootMiB: 192, dataMiB: 384 },
};
