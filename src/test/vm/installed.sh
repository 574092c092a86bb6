#!/bin/bash
# Installs jdock's package on an emulated machine with systemd, upgrades it while containers run, and reboots:
#
#   installed.sh jdock_VERSION_amd64.deb
#   TRAIN=1 TIMEOUT=10800 installed.sh jdock_VERSION_amd64.deb     # with the training of the caches, which takes hours
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
package=${1:?usage: installed.sh jdock_VERSION_ARCHITECTURE.deb}
. "$here/machine.sh"
machine_is "$(uname -m)"
make_root apt systemd,systemd-sysv,dbus,udev,passwd,curl,procps,iproute2
mkdir "$root/opt/test"
cp "$package" "$root/opt/test/first.deb"
# The next version: the same files, by another name.
dpkg-deb -R "$package" "$work/next"
sed -i 's/^Version: .*/&+next/' "$work/next/DEBIAN/control"
echo next >"$work/next/usr/lib/jdock/lib/build-id"
dpkg-deb -Zgzip -z1 -b "$work/next" "$root/opt/test/next.deb" >/dev/null
[ -z "${TRAIN:-}" ] || touch "$root/opt/test/train"
cp "$here/installed-guest.sh" "$root/opt/test/guest.sh"
make_busybox "$root/opt/test/busybox.tar"
cat >"$root/etc/systemd/system/guest.service" <<UNIT
[Unit]
After=multi-user.target jdock.service

[Service]
ExecStart=/bin/sh /opt/test/guest.sh
StandardOutput=file:/dev/$console
StandardError=file:/dev/$console
Environment=HOME=/root PATH=/usr/sbin:/usr/bin JDOCK_WAIT_SECONDS=900

[Install]
WantedBy=graphical.target
UNIT
chroot "$root" systemctl -q enable guest.service
chroot "$root" systemctl -q set-default graphical.target
boot
grep -q '^0 failed' "$work/console"
