#!/bin/busybox sh
# The first program of a machine on which only programs of the tests run: in the image's root file system, with the
# image's kernel, Node and modules, but nothing of it is started. Each line of the console is `PROGRAM OPTIONS`, run to its
# end before the next is read; what it reads and writes is the console.
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module" 2>/dev/null; done </modules/order
mount -t squashfs -o ro /dev/vda /new
for kind in dev proc sys; do mount -o bind "/$kind" "/new/$kind"; done
mount -t tmpfs tmpfs /new/tmp
cp /probe/* /new/tmp
xargs chroot /new modprobe -a </probe/modules
stty -echo
echo 'probe: ready'
while read -r program options; do
  chroot /new /usr/bin/env NODE_PATH=/usr/lib/handset/node_modules LINUX_IO_ADDON=/usr/lib/handset/linux_io.node \
    /usr/lib/handset/bin/node "/tmp/$program.cjs" "$options"
  echo "probe: ended $?"
done
poweroff -f
