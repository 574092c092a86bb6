#!/bin/sh
# Networks on links of the machine, and SCTP, on a machine of its own, as root: networks.sh JDOCK BUSYBOX_TAR [DIRECTORY]
# Of kernels that have ipvlan, 802.1Q, dummy links and SCTP, or load them when they are asked for. See CONTRIBUTING.md.
# The world outside is the other end of a veth pair. It needs ip(8), and socat(1) for SCTP.
jdock=$1
tar=$2
[ -x "$jdock" ] && [ -r "$tar" ] || { echo "usage: networks.sh JDOCK BUSYBOX_TAR [DIRECTORY]" >&2; exit 2; }
work=$(mktemp -d "${3:-/var/tmp}/jdock-parents-XXXXXX")
export JDOCK_ROOT="$work/root"
mkdir "$JDOCK_ROOT"
failed=0

# check NAME EXPECTED ACTUAL: patterns of case(1) are allowed in EXPECTED.
check() {
  # shellcheck disable=SC2254
  case $3 in
  $2) echo "ok      $1" ;;
  *) failed=$((failed + 1)); echo "FAILED  $1: expected '$2', got '$3'" ;;
  esac
}

finish() {
  "$jdock" engine stop --force >/dev/null 2>&1
  ip link delete jdp0 2>/dev/null
  kill "$outside" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT

one() { "$jdock" "$@" 2>&1 | tr '\n' ' '; }
out() { nsenter -t "$outside" -n "$@" 2>&1; }
ping=$(command -v ping || echo "busybox ping")
# shellcheck disable=SC2086
answers() { out $ping -c 1 -W 2 "$1" >/dev/null && echo yes || echo no; }

unshare -n sleep 600 &
outside=$!
until [ "$(readlink /proc/$outside/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
ip link add jdp0 type veth peer name jdp1
ip link set jdp1 netns "$outside"
ip link set jdp0 up
out ip link set jdp1 up
out ip link set lo up
out ip address add 10.61.0.1/24 dev jdp1
"$jdock" import "$tar" jdock-parents >/dev/null || exit 1

for kind in macvlan "ipvlan -o ipvlan_mode=l2"; do
  one network create -d $kind -o parent=jdp0 --subnet 10.61.0.0/24 --gateway 10.61.0.1 near >/dev/null
  one run -d --name one --network near jdock-parents sleep 600 >/dev/null
  address=$("$jdock" inspect -f '{{.NetworkSettings.Networks.near.IPAddress}}' one)
  check "$kind: the first address" 10.61.0.2 "$address"
  check "$kind: reached from outside" yes "$(answers "$address")"
  check "$kind: reaches outside" "*1 packets received*" \
    "$(one run --rm --network near jdock-parents ping -c 1 -W 2 10.61.0.1)"
  check "$kind: reached by its name" "*1 packets received*" \
    "$(one run --rm --network near jdock-parents ping -c 1 -W 2 one)"
  one restart -t 0 one >/dev/null
  check "$kind: reached after a restart" yes "$(answers "$address")"
  one rm -f one >/dev/null
  check "$kind: removed" "near " "$(one network rm near)"
done

for mode in l3 l3s; do
  one network create -d ipvlan -o parent=jdp0 -o ipvlan_mode=$mode --subnet 10.62.0.0/24 far >/dev/null
  out ip route replace 10.62.0.0/24 via 10.61.0.9
  ip address add 10.61.0.9/24 dev jdp0 2>/dev/null
  one run -d --name one --network far jdock-parents sleep 600 >/dev/null
  check "$mode: the way out is the link" "default dev eth0*" "$(one exec one ip route)"
  check "$mode: reaches outside" "*1 packets received*" "$(one exec one ping -c 1 -W 2 10.61.0.1)"
  one rm -f one >/dev/null
  one network rm far >/dev/null
done
ip address flush dev jdp0

out ip link add link jdp1 name jdp1.7 type vlan id 7
out ip link set jdp1.7 up
out ip address add 10.63.0.1/24 dev jdp1.7
for driver in macvlan ipvlan; do
  one network create -d $driver -o parent=jdp0.7 --subnet 10.63.0.0/24 --gateway 10.63.0.1 tagged >/dev/null
  check "$driver: the sub-interface is there" jdp0.7 "$(ls /sys/class/net | grep -F jdp0.7)"
  check "$driver: reaches its VLAN" "*1 packets received*" \
    "$(one run --rm --network tagged jdock-parents ping -c 1 -W 2 10.63.0.1)"
  one network rm tagged >/dev/null
  check "$driver: the sub-interface is gone" "" "$(ls /sys/class/net | grep -F jdp0.7)"
done

for driver in macvlan ipvlan; do
  one network create -d $driver alone >/dev/null
  one run -d --name one --network alone jdock-parents sleep 600 >/dev/null
  check "$driver without a parent: containers reach each other" "*1 packets received*" \
    "$(one run --rm --network alone jdock-parents ping -c 1 -W 2 one)"
  check "$driver without a parent: no way out" "" "$(one exec one ip route | grep -o default)"
  one rm -f one >/dev/null
  check "$driver without a parent: removed" "alone " "$(one network rm alone)"
  check "$driver without a parent: nothing is left" "" "$(ls /sys/class/net | grep -E '^(dm|di)-')"
done

if command -v socat >/dev/null; then
  ip address add 10.64.0.1/24 dev jdp0
  out ip address add 10.64.0.2/24 dev jdp1
  # The container's programs are the machine's.
  one run -d --name one -p 9000:9000/sctp -v /usr:/usr:ro -v /lib:/lib:ro -v /lib64:/lib64:ro jdock-parents \
    /usr/bin/socat SCTP-LISTEN:9000,fork EXEC:'/bin/echo it works' >/dev/null
  check "SCTP: published" "9000/sctp -> 0.0.0.0:9000*" "$(one port one)"
  sleep 2
  check "SCTP: reached from outside" "it works" "$(out timeout 5 socat -u SCTP:10.64.0.1:9000 -)"
  check "SCTP: taken" "*port is already allocated*" "$(one run --rm -p 9000:9000/sctp jdock-parents true)"
  one rm -f one >/dev/null
fi

[ $failed -eq 0 ] && echo "all is well"
exit $failed
