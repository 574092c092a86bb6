# Sourced: Debian on an emulated processor, with Debian's own kernel, a disk that survives a reboot, and no network.
# As root, on Debian, with mmdebstrap, qemu-system-x86 or qemu-system-arm, e2fsprogs, kmod and cpio; SUITE and MIRROR name
# another Debian than trixie. All that it makes is in $work, which goes when the script ends.
work=$(mktemp -d /var/tmp/jdock-machine-XXXXXX)
trap 'rm -rf "$work"' EXIT
root=$work/root

# machine_is MACHINE, as uname(1) has it
machine_is() {
  machine=$1
  case $machine in
  x86_64) debian=amd64 console=ttyS0 qemu=(qemu-system-x86_64 -cpu max) ;;
  aarch64) debian=arm64 console=ttyAMA0 qemu=(qemu-system-aarch64 -M virt -cpu max,pauth-impdef=on) ;;
  *) echo "no machine to emulate: $machine" >&2; exit 2 ;;
  esac
}

# make_root VARIANT PACKAGES: mmdebstrap's "extract", whose packages are not configured, is enough to run programs.
make_root() {
  mmdebstrap --quiet --arch="$debian" --variant="$1" --include="linux-image-$debian,busybox-static,kmod,$2" \
    "${SUITE:-trixie}" "$root" "${MIRROR:-http://deb.debian.org/debian}"
}

# make_busybox TAR: the image of the containers, with a link for each applet that the tests call
make_busybox() {
  local box=$work/busybox applet
  mkdir -p "$box/bin" "$box/etc" "$box/tmp" "$box/proc"
  cp "$root/usr/bin/busybox" "$box/bin"
  for applet in sh cat echo grep ls tr true id touch hostname wc mknod mkdir httpd ip ping sleep tail tty mount kill env \
    cut head sed dd awk sync nproc chmod test seq rm date; do
    ln -s busybox "$box/bin/$applet"
  done
  tar -C "$box" -cf "$1" .
}

# make_initrd: an initramfs that finds the disk; the root file system's init is the rest
make_initrd() {
  local ram=$work/ram kernel module file name
  kernel=$(basename "$root"/usr/lib/modules/*)
  depmod -b "$root" "$kernel"
  mkdir -p "$ram/bin" "$ram/proc" "$ram/sys" "$ram/dev" "$ram/root" "$ram/modules"
  cp "$root/usr/bin/busybox" "$ram/bin"
  for module in virtio_pci virtio_blk ext4; do
    modprobe -d "$root" -S "$kernel" --show-depends "$module"
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
    name=$(basename "$file" .xz)
    case $file in
    *.xz) xz -dc "$file" >"$ram/modules/$name" ;;
    *) cp "$file" "$ram/modules/$name" ;;
    esac
    echo "/modules/$name" >>"$ram/modules.list"
  done
  cat >"$ram/init" <<'GUEST'
#!/bin/busybox sh
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "$module"; done </modules.list
until [ -b /dev/vda ]; do sleep 0.1; done
mount -t ext4 -o noatime /dev/vda /root || poweroff -f
for d in proc sys dev; do mount -o move /$d /root/$d; done
exec switch_root /root /sbin/init
GUEST
  chmod +x "$ram/init"
  (cd "$ram" && find . | cpio --quiet -o -H newc | gzip -1) >"$work/initrd"
}

# boot: runs the machine until it powers off; its console is this script's output and $work/console
boot() {
  make_initrd
  cp "$(find "$root/boot" "$root/usr/lib/modules" -name 'vmlinuz*' -type f | head -n 1)" "$work/vmlinuz"
  truncate -s 4G "$work/disk"
  mke2fs -q -t ext4 -d "$root" "$work/disk"
  rm -rf "$root"
  timeout "${TIMEOUT:-3600}" "${qemu[@]}" -m 2500 -accel tcg -nographic -nic none \
    -kernel "$work/vmlinuz" -initrd "$work/initrd" -append "console=$console panic=-1 quiet" \
    -drive "file=$work/disk,if=none,id=disk,format=raw" -device virtio-blk-pci,drive=disk </dev/null |
    tee "$work/console"
}
