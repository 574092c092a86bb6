#!/bin/bash
# Runs smoke.sh with the archive that was packed for a machine on that machine, emulated, where there is no JDK, no service
# and nothing but Debian's kernel and a few programs; a quarter of an hour:
#
#   emulated.sh jdock-VERSION-linux-aarch64.tar.gz
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
archive=${1:?usage: emulated.sh jdock-VERSION-linux-MACHINE.tar.gz}
. "$here/machine.sh"
name=${archive%.tar.gz}
machine_is "${name##*-linux-}"
make_root extract base-files,libstdc++6,zlib1g,bash,dash,mawk,coreutils,grep,sed,findutils,diffutils,tar,gzip,util-linux,bsdutils,iproute2,nftables,curl
ln -sf dash "$root/usr/bin/sh"
ln -sf mawk "$root/usr/bin/awk"
mkdir -p "$root/opt/jdock" "$root/proc" "$root/sys" "$root/dev" "$root/tmp" "$root/var/tmp"
tar -xzf "$archive" -C "$root/opt/jdock" --strip-components=1
cp "$here"/*.sh "$root/opt"
make_busybox "$root/opt/busybox.tar"
rm -f "$root/usr/sbin/init"
cat >"$root/usr/sbin/init" <<'GUEST'
#!/bin/bash
export PATH=/usr/sbin:/usr/bin HOME=/root JDOCK_WAIT_SECONDS=900
mount -t tmpfs run /run
mkdir -p /dev/pts /dev/shm
mount -t devpts -o ptmxmode=666 devpts /dev/pts
mount -t tmpfs shm /dev/shm
ln -sf /proc/self/fd /dev/fd
mount --make-rshared /
mount -t cgroup2 -o nsdelegate cgroup2 /sys/fs/cgroup
ip link set lo up
setsid sh /opt/smoke.sh /opt/jdock/bin/jdock /opt/busybox.tar </dev/null 2>&1
echo "smoke test: $?"
echo o >/proc/sysrq-trigger
sleep 60
GUEST
chmod +x "$root/usr/sbin/init"
boot
grep -q '^smoke test: 0' "$work/console"
