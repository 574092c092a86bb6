#!/bin/sh
# Volumes of NFS with an installed jdock on a machine of its own, as root: volumes.sh JDOCK BUSYBOX_TAR [DIRECTORY]
# Needs a kernel with nfs and nfsd, and Debian's nfs-kernel-server and rpcbind: see CONTRIBUTING.md. It exports a folder to
# this machine itself and starts and kills the engine of a state root in DIRECTORY (default: /var/tmp).
jdock=$1
tar=$2
[ -x "$jdock" ] && [ -r "$tar" ] || { echo "usage: volumes.sh JDOCK BUSYBOX_TAR [DIRECTORY]" >&2; exit 2; }
work=$(mktemp -d "${3:-/var/tmp}/jdock-volumes-XXXXXX")
export JDOCK_ROOT="$work/root"
passed=0
failed=0

# check NAME EXPECTED ACTUAL: patterns of case(1) are allowed in EXPECTED.
check() {
  # shellcheck disable=SC2254
  case $3 in
  $2) passed=$((passed + 1)); echo "ok      $1" ;;
  *) failed=$((failed + 1)); echo "FAILED  $1: expected '$2', got '$3'" ;;
  esac
}

# Output, standard error and exit code of a command, in one line.
outcome() {
  output=$("$@" 2>&1 </dev/null)
  code=$?
  printf '%s' "$output" | tr '\n' ' '
  echo "=$code"
}

run() { outcome "$jdock" run --rm "$@"; }
volume() { # volume NAME OPTIONS [DEVICE] [TYPE]
  "$jdock" volume create -o type="${4-nfs}" -o o="$2" -o device="${3-:$work/shared}" "$1" >/dev/null
}

modprobe -a nfs nfsd nfsv3 nfsv4 2>/dev/null
ip link set lo up
# The server's own: a tmpfs, since it exports no overlay.
mkdir -p "$work/shared" /proc/fs/nfsd
mount -t tmpfs shared "$work/shared"
mkdir "$work/shared/sub"
chmod 777 "$work/shared"
echo hello >"$work/shared/file"
chown 1000:1001 "$work/shared/file"
grep -q /proc/fs/nfsd /proc/mounts || mount -t nfsd nfsd /proc/fs/nfsd
echo "$work/shared 127.0.0.0/8(rw,no_root_squash,fsid=1,insecure,no_subtree_check)" >/etc/exports
pidof rpcbind >/dev/null || rpcbind
pidof rpc.mountd >/dev/null || rpc.mountd
rpc.nfsd 4
exportfs -ra

"$jdock" import "$tar" box >/dev/null
volume four addr=127.0.0.1,rw,nfsvers=4
check "version 4" "hello=0" "$(run -v four:/v box cat /v/file)"
check "owners are the server's" "1000:1001=0" "$(run -v four:/v box stat -c %u:%g /v/file)"
check "it is NFS" "*nfs4*=0" "$(run -v four:/v box grep ' /v ' /proc/mounts)"
check "what is written is the server's" "=0" "$(run -v four:/v box sh -c 'echo mine >/v/sub/new')"
check "the server has it" mine "$(cat "$work/shared/sub/new")"
check "a part of it" "new=0" "$(run --mount type=volume,src=four,dst=/v,volume-subpath=sub box ls /v)"
volume three addr=127.0.0.1,ro,vers=3,nolock
check "version 3, read-only" "*Read-only file system=1" "$(run -v three:/v box touch /v/x)"
volume named addr=localhost,vers=4
check "a server's name" "hello=0" "$(run -v named:/v box cat /v/file)"
check "by --mount" "hello=0" "$(run --mount \
  "type=volume,dst=/v,volume-opt=type=nfs,volume-opt=device=:$work/shared,\"volume-opt=o=addr=127.0.0.1,vers=4\"" box cat /v/file)"

volume unknown addr=no-such-host.invalid
check "a server that nobody knows" "*error resolving passed in network volume address: lookup no-such-host.invalid: *=125" \
  "$(run -v unknown:/v box sh -c :)"
volume nothing addr=127.0.0.1,vers=4 :/nothing
check "what is not exported" "*failed to mount local volume: mount :/nothing:*data: addr=127.0.0.1,vers=4: no such file or directory*=127" \
  "$(run -v nothing:/v box sh -c :)"
volume closed addr=127.0.0.9,vers=4,port=9,soft,timeo=10,retrans=1
check "nobody listens" "*connection refused*=125" "$(run -v closed:/v box sh -c :)"
volume addressless rw
check "no addr" "*invalid argument*=125" "$(run -v addressless:/v box sh -c :)"
check "the volumes are still there" "*=0" "$(outcome "$jdock" volume inspect unknown nothing closed addressless)"

"$jdock" run -d --name holder -v four:/v box sleep 1000 >/dev/null
kill -9 "$("$jdock" engine status | sed -n 's/^pid: //p')"
check "a new engine takes it back" "*hello=0" "$(run -v four:/v box cat /v/file)"
check "copies of it" "four-too=0" "$(outcome "$jdock" volume clone four four-too)"
check "have its files" "mine=0" "$(run -v four-too:/v box cat /v/sub/new)"
check "export and import" "hello=0" "$("$jdock" volume export four | "$jdock" volume import again >/dev/null; run -v again:/v box cat /v/file)"
mkdir "$work/mounted"
mount -t nfs -o vers=4 "127.0.0.1:$work/shared" "$work/mounted"
check "whose files they are is not changed there" "*cannot be mapped: its file system (nfs4) does not support that*=125" \
  "$(run --mount "type=bind,src=$work/mounted,dst=/v,bind-idmap=uid:0:1000" box sh -c :)"
umount "$work/mounted"

# A server that does not answer at all: what is sent there is dropped.
nft add table ip jdock-volumes
nft add chain ip jdock-volumes out '{ type filter hook output priority 0; }'
nft add rule ip jdock-volumes out ip daddr 127.0.0.8 drop
volume silent addr=127.0.0.8,vers=4
"$jdock" run --rm -v silent:/v box sh -c : >/dev/null 2>&1 &
sleep 2
check "a server that is silent keeps no other waiting" "hello=0" "$(outcome timeout 60 "$jdock" run --rm -v four:/v box cat /v/file)"
check "nor a start without it" "=0" "$(outcome timeout 60 "$jdock" run --rm -v plain:/v box sh -c :)"
check "nor the end of a container" "holder=0" "$(outcome timeout 60 "$jdock" rm -f holder)"
nft delete table ip jdock-volumes
wait $!

# shellcheck disable=SC2046
check "all is removed" "*=0" "$(outcome "$jdock" volume rm $("$jdock" volume ls -q))"
"$jdock" engine stop --force >/dev/null
check "no mount is left" 0 "$(grep -c "$JDOCK_ROOT" /proc/mounts)"
exportfs -ua
rpc.nfsd 0
umount "$work/shared"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
