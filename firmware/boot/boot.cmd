# U-Boot's script for every board. The lines before this one are the board's own: interface, partition of each slot,
# addresses. Two counters in the raw partition `uenv` say how often each slot may still be tried; they are set again once a
# start was good (https://rauc.readthedocs.io/en/latest/integration.html#set-up-u-boot-boot-script-for-rauc).
# RELEASE_FLOOR is the lowest release that may still be installed. Linux writes the first copy of all that, U-Boot both:
# a power cut tears one of them at most, and the other still says which slot has a whole system.
part start ${interface} ${device} 2 uenv_start
${interface} dev ${device}
setexpr uenv_copy ${uenv_start} + 0x40
setenv kept "BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT RELEASE_FLOOR"
${interface} read ${script_addr} ${uenv_start} 0x20
if env import -c ${script_addr} 0x4000 ${kept}; then
  true
else
  echo "handset: the counters are damaged, their copy is used"
  ${interface} read ${script_addr} ${uenv_copy} 0x20
  env import -c ${script_addr} 0x4000 ${kept}
fi
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3

setenv slot
for s in "${BOOT_ORDER}"; do
  if test "x${slot}" != "x"; then
    true
  elif test "x${s}" = "xA"; then
    if test ${BOOT_A_LEFT} -gt 0; then
      setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1; setenv slot A; setenv boot_part 3; setenv root_name rootA
    fi
  elif test "x${s}" = "xB"; then
    if test ${BOOT_B_LEFT} -gt 0; then
      setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1; setenv slot B; setenv boot_part 5; setenv root_name rootB
    fi
  fi
done
if test -z "${slot}"; then setenv BOOT_A_LEFT 3; setenv BOOT_B_LEFT 3; fi
env export -c -s 0x4000 ${script_addr} ${kept}
${interface} write ${script_addr} ${uenv_copy} 0x20
${interface} write ${script_addr} ${uenv_start} 0x20
test -n "${slot}" || reset

echo "handset: slot ${slot}, order ${BOOT_ORDER}, left A ${BOOT_A_LEFT} B ${BOOT_B_LEFT}"
setenv bootargs "${kernel_arguments} handset.slot=${root_name} rauc.slot=${slot} handset.floor=${RELEASE_FLOOR}"
# Without the resets, U-Boot would start whatever kernel an earlier attempt left in memory.
load ${interface} ${device}:${boot_part} ${slot_kernel_addr} ${kernel_file} || reset
load ${interface} ${device}:${boot_part} ${slot_initramfs_addr} initrd.img || reset
setenv initramfs_size ${filesize}
load ${interface} ${device}:${boot_part} ${slot_fdt_addr} board.dtb || reset
booti ${slot_kernel_addr} ${slot_initramfs_addr}:${initramfs_size} ${slot_fdt_addr}
reset
