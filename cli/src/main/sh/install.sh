#!/bin/sh
# jdock engine install|uninstall: puts the jdock that it belongs to into a machine, as a package does, or takes it away.
home=$(readlink -f "$0")
home=${home%/libexec/*}
verb=$1
shift
prefix=/usr/local
purge=

fail() {
  echo "jdock: $*" >&2
  exit 1
}

usage() {
  echo "jdock: $1" >&2
  echo >&2
  sed -n 1p "$home/lib/help/jdock-engine-$verb" >&2
  exit 125
}

while [ $# -gt 0 ]; do
  case $1 in
    --help) exec cat "$home/lib/help/jdock-engine-$verb" ;;
    --prefix)
      [ $# -gt 1 ] || usage "flag needs an argument: --prefix"
      prefix=$2
      shift
      ;;
    --prefix=*) prefix=${1#*=} ;;
    --purge) [ "$verb" = uninstall ] && purge=1 || usage "unknown flag: --purge" ;;
    -*) usage "unknown flag: $1" ;;
    *) usage "'jdock engine $verb' accepts no arguments" ;;
  esac
  shift
done
case $prefix in
  /*) prefix=${prefix%/} ;;
  *) usage "invalid argument \"$prefix\" for \"--prefix\" flag: must be an absolute path" ;;
esac
[ "$(id -u)" = 0 ] || fail "jdock engine $verb needs root: try sudo jdock engine $verb"
[ "$prefix" != /usr ] || fail "/usr is for packages: take another --prefix, or the .deb or .rpm"

target=$prefix/lib/jdock
bin=$prefix/bin/jdock
share=$prefix/share
units=/etc/systemd/system

# The files below share that are jdock's own.
shared() {
  (cd "$1/share" && find . -type f) | sed 's|^\./||'
}

systemd() {
  [ -d /run/systemd/system ]
}

install() {
  [ "$home" != "$target" ] || fail "this jdock is the one in $target: run the newer one's engine install"
  [ ! -e "$bin" ] || [ "$(readlink "$bin")" = ../lib/jdock/bin/jdock ] || fail "$bin is there and is not jdock's: remove it, or take another --prefix"
  mkdir -p "$prefix/lib" "$prefix/bin" "$share" || exit 1
  rm -rf "$target.new"
  trap 'rm -rf "$target.new"' EXIT
  trap 'exit 130' INT TERM HUP
  # Whole, or not at all.
  cp -R --preserve=timestamps,links,mode "$home" "$target.new" || fail "could not copy jdock to $target"
  rm -f "$target.new"/lib/*.aot
  if [ -e "$target" ]; then
    rm -rf "$target.old"
    mv "$target" "$target.old" || exit 1
  fi
  mv "$target.new" "$target" || exit 1
  rm -rf "$target.old"
  ln -sfn ../lib/jdock/bin/jdock "$bin" || exit 1
  shared "$target" | while read -r file; do
    mkdir -p "$share/${file%/*}"
    cp --preserve=timestamps "$target/share/$file" "$share/$file" || exit 1
  done || exit 1
  getent group jdock >/dev/null || groupadd --system jdock || fail "could not make the group jdock, which may use the API"
  mkdir -p /etc/jdock
  [ -e /etc/jdock/daemon.json ] || echo '{}' >/etc/jdock/daemon.json
  "$target/libexec/train.sh" >/dev/null 2>&1
  if systemd; then
    for unit in "$target"/lib/systemd/*; do
      sed "s|@home@|$target|g" "$unit" >"$units/${unit##*/}"
    done
    systemctl daemon-reload
    systemctl enable --quiet jdock.socket jdock.service
    systemctl restart jdock.socket jdock.service || fail "installed in $target, but the service does not start: systemctl status jdock.service"
  fi
  echo "installed in $target; $bin runs it"
}

uninstall() {
  [ -x "$target/bin/jdock" ] || fail "there is no jdock in $target"
  if systemd && [ -e "$units/jdock.service" ] && grep -qF "$target/" "$units/jdock.service"; then
    systemctl disable --quiet --now jdock.socket jdock.service
    rm -f "$units/jdock.service" "$units/jdock.socket"
    systemctl daemon-reload
  fi
  # Without jdock nobody could stop them.
  running=$("$target/bin/jdock" ps -q 2>/dev/null)
  [ -z "$running" ] || "$target/bin/jdock" stop $running >/dev/null
  "$target/bin/jdock" engine stop --force >/dev/null 2>&1
  shared "$target" | while read -r file; do
    rm -f "$share/$file"
  done
  [ "$(readlink "$bin")" != ../lib/jdock/bin/jdock ] || rm -f "$bin"
  rm -rf "$target"
  if [ -n "$purge" ]; then
    # In a container it may be a tmpfs, and containers that were killed may have left mounts; a small system has no umount.
    if command -v umount >/dev/null; then
      awk '$2 ~ "^/(var/lib|run)/jdock(/|$)" { print $2 }' /proc/mounts | sort -r | while read -r mount; do
        umount -l "$mount"
      done
    fi
    rm -rf /run/jdock /etc/jdock || exit 1
    [ ! -d /var/lib/jdock ] || find /var/lib/jdock -xdev -mindepth 1 -delete || exit 1
    rmdir /var/lib/jdock 2>/dev/null
    ! getent group jdock >/dev/null || groupdel jdock
    echo "removed from $target, with all data"
  else
    echo "removed from $target; /var/lib/jdock and /etc/jdock stay (--purge removes them)"
  fi
}

$verb
