#!/bin/sh
# Smoke test of an installed jdock on a machine of its own, as root: smoke.sh JDOCK BUSYBOX_TAR [DIRECTORY]
# Meant for kernels and cgroup layouts that the tests do not run on: see CONTRIBUTING.md. It starts and kills the
# engine of a state root in DIRECTORY (default: /var/tmp), and looks at links, mounts, cgroups and tables afterwards.
jdock=$1
tar=$2
[ -x "$jdock" ] && [ -r "$tar" ] || { echo "usage: smoke.sh JDOCK BUSYBOX_TAR [DIRECTORY]" >&2; exit 2; }
work=$(mktemp -d "${3:-/var/tmp}/jdock-smoke-XXXXXX")
export JDOCK_ROOT="$work/root"
mkdir "$JDOCK_ROOT"
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
  # What is told on slow machines is no answer.
  printf '%s' "$output" | sed '/^jdock: waiting for the engine to start$/d' | tr '\n' ' '
  echo "=$code"
}

run() { outcome "$jdock" run --rm "$@"; }

# eventually SECONDS COMMAND...: whether it succeeds in that time
eventually() {
  deadline=$(($(date +%s) + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt $deadline ] || return 1
    sleep 0.2
  done
}

# What containers may leave behind. A machine without nft has its tables checked by nobody.
traces() {
  grep -c "$work" /proc/self/mountinfo | sed 's/^/mounts: /'
  ls /sys/class/net | sed 's/^/link: /'
  find /sys/fs/cgroup -type d -path "*/jdock/*" 2>/dev/null | grep -v '/engine$' | sed 's/^/cgroup: /'
  nft list tables 2>/dev/null | sed 's/^/nft: /'
}

running() { "$jdock" inspect -f '{{.State.Status}}' "$1" 2>&1; }
is() { [ "$(running "$1")" = "$2" ]; }
# get ADDRESS PORT: the page's body. The wget of some static busyboxes cannot do without shared libraries.
get() {
  if command -v curl >/dev/null; then
    curl -sf -m 10 "http://$1:$2/"
  elif command -v wget >/dev/null; then
    wget -q -T 10 -t 1 -O - "http://$1:$2/"
  else
    bash -c "exec 3<>/dev/tcp/$1/$2; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; timeout 10 cat <&3" | tail -n 1
  fi
}
page() { [ "$(get "$1" "$2")" = page ]; }
cgroup_of() { sed -n 's/^0:://p' "/proc/$1/cgroup"; }

v2=no
[ ! -e /sys/fs/cgroup/cgroup.controllers ] || v2=yes
echo "kernel $(uname -r), cgroup v2: $v2, own cgroup: $(tr '\n' ' ' </proc/self/cgroup)"
traces >"$work/before"

# --- engine, images
check "engine start" '*=0' "$(outcome "$jdock" engine start)"
check "engine status" '*=0' "$(outcome "$jdock" engine status)"
check "hello-world" '*Hello from *=0' "$(run hello-world)"
check "import" 'sha256:*=0' "$(outcome "$jdock" import "$tar" busybox)"

# --- exit codes, standard streams
check "true" '=0' "$(run busybox true)"
check "exit code" '=7' "$(run busybox sh -c 'exit 7')"
check "ends by a signal" '=143' "$(run busybox sh -c 'kill -TERM $$; trap "exit 143" TERM; kill -TERM $$')"
check "no such program" '*not found*=127' "$(run busybox no-such-program)"
check "standard error" 'out err=0' "$(run busybox sh -c 'echo out; sleep 0.5; echo err >&2')"
check "-i" 'HELLO=0' "$(echo hello | "$jdock" run --rm -i busybox tr a-z A-Z)=$?"
if command -v script >/dev/null; then
  check "-t" '*/dev/pts/0*' "$(script -qec "$jdock run --rm -t busybox tty" /dev/null </dev/null)"
elif command -v python3 >/dev/null; then
  check "-t" '*/dev/pts/0*' \
    "$(python3 -c 'import pty,sys; pty.spawn(sys.argv[1:])' "$jdock" run --rm -t busybox tty </dev/null)"
else
  check "-t without a terminal" '/dev/pts/0*=0' "$(run -t busybox tty)"
fi

# --- the inside
check "pid 1, and nobody else" '1=0' "$(run busybox sh -c 'cd /proc; echo [0-9]*')"
check "proc is the container's" 'sh=0' "$(run busybox sh -c 'read c </proc/1/comm; echo $c')"
check "proc is mounted nosuid,nodev,noexec" '*nosuid,nodev,noexec*=0' "$(run busybox grep ' /proc proc ' /proc/mounts)"
check "proc/sys is read-only" '*Read-only*=1' "$(run busybox sh -c 'echo x >/proc/sys/kernel/hostname')"
# Empty, missing, or for AppArmor to refuse.
check "kcore is masked" '0=0' "$(run busybox sh -c '{ wc -c </proc/kcore; } 2>/dev/null || echo 0')"
check "host name" 'here=0' "$(run --hostname here busybox hostname)"
check "read-only root" '*Read-only*=1' "$(run --read-only busybox touch /x)"
check "volume" 'in=0' "$(mkdir "$work/v"; echo in >"$work/v/f"; run -v "$work/v:/v:ro" busybox cat /v/f)"
check "volume read-only" '*Read-only*=1' "$(run -v "$work/v:/v:ro" busybox touch /v/x)"
check "user" '1000=0' "$(run -u 1000 busybox id -u)"

# --- AppArmor, where the kernel has it and apparmor_parser is installed
if [ "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)" = Y ] && [ -x /sbin/apparmor_parser ] &&
  [ -r /sys/kernel/security/apparmor/profiles ]; then
  label='cat /proc/self/attr/current'
  # shellcheck disable=SC2086
  {
    check "confined" 'jdock-default (enforce)*=0' "$(run busybox $label)"
    check "unconfined" 'unconfined*=0' "$(run --security-opt apparmor=unconfined busybox $label)"
    check "privileged is unconfined" 'unconfined*=0' "$(run --privileged busybox $label)"
    check "privileged, but confined" 'jdock-default (enforce)*=0' \
      "$(run --privileged --security-opt apparmor=jdock-default busybox $label)"
    "$jdock" run -d --name confined --cap-add SYS_ADMIN busybox sleep 600 >/dev/null
    check "exec is confined" 'jdock-default (enforce)*=0' "$(outcome "$jdock" exec confined $label)"
    check "privileged exec is confined" 'jdock-default (enforce)*=0' \
      "$(outcome "$jdock" exec --privileged confined $label)"
  }
  check "profile in inspect" 'jdock-default=0' "$(outcome "$jdock" inspect -f '{{.AppArmorProfile}}' confined)"
  check "nothing is mounted" '*denied*=*' "$(outcome "$jdock" exec confined mount -t tmpfs none /dev)"
  check "signals within, proc of others" 'ok=0' \
    "$(outcome "$jdock" exec confined sh -c 'sleep 9 & kill $! && cat /proc/1/cmdline >/dev/null && echo ok')"
  check "stop of a confined one" 'confined=0' "$(outcome "$jdock" stop -t 1 confined)"
  check "rm of a confined one" 'confined=0' "$(outcome "$jdock" rm confined)"
  check "unknown profile" '*AppArmor profile "nosuch" is not loaded*=125' \
    "$(run --security-opt apparmor=nosuch busybox true)"
  check "apparmor in info" '*name=apparmor*=0' "$(outcome "$jdock" info -f '{{join .SecurityOptions " "}}')"
fi

# --- a caller that sees other files than the engine
private() { # COMMAND..., with a /tmp of its own
  if [ -d /run/systemd/system ]; then
    # /var/tmp is another one there, too.
    systemd-run --quiet --wait --pipe -p PrivateTmp=yes -p BindPaths="$work" --setenv=JDOCK_ROOT="$JDOCK_ROOT" "$@"
  else
    unshare -m sh -c 'mount --make-rprivate / && mount -t tmpfs none /tmp && exec "$@"' - "$@"
  fi
}
check "files of a caller with a private /tmp" 'manifest.json A=inside=0' "$(outcome private sh -c '
  cd /tmp && "$0" save -o smoke.tar busybox && tar -tf smoke.tar | grep -x manifest.json &&
  echo A=inside >/tmp/smoke.env && "$0" run --rm --env-file smoke.env busybox env | grep ^A=' "$jdock")"
check "nothing of it is elsewhere" '=0' "$(outcome find /tmp -maxdepth 1 -name 'smoke.*')"
check "folder that the engine does not see" '*does not see the same file*=125' \
  "$(outcome private sh -c 'mkdir /tmp/smoke-d; exec "$0" run --rm -v /tmp/smoke-d:/d busybox true' "$jdock")"

# --- layers
mkdir "$work/context"
echo data >"$work/context/file"
cat >"$work/context/Dockerfile" <<'D'
FROM busybox
RUN echo one >/one && echo old >/both
COPY file /two
RUN echo three >/three && echo new >/both && rm /one
CMD ["sh", "-c", "cat /two /three /both; ls /one"]
D
check "build" '*=0' "$(outcome "$jdock" build -q -t layers "$work/context")"
check "layers" 'data three new *No such file*=1' "$(run layers)"
check "layers of the image" '4=0' "$(outcome "$jdock" image inspect -f '{{len .RootFS.Layers}}' layers)"

# --- cgroup
if [ $v2 = yes ]; then
  limits='cat memory.max memory.swap.max cpu.max pids.max'
  expected='67108864 67108864 50000 100000 20=0'
  # Without swap accounting there is no memory.swap.max.
  [ -n "$(find /sys/fs/cgroup -name memory.swap.max 2>/dev/null | head -1)" ] || {
    limits='cat memory.max cpu.max pids.max'
    expected='67108864 50000 100000 20=0'
  }
else
  limits='cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us pids/pids.max'
  expected='67108864 50000 20=0'
fi
check "limits visible inside" "$expected" "$(run -m 64m --cpus 0.5 --pids-limit 20 busybox sh -c "cd /sys/fs/cgroup; $limits")"
check "cgroup is read-only" '*Read-only*=1' \
  "$(run busybox sh -c 'cd /sys/fs/cgroup; [ -e cgroup.procs ] || cd memory; mkdir x')"
if [ $v2 = yes ]; then
  check "own processes alone in the cgroup" '1=0' "$(run busybox sh -c 'read p </sys/fs/cgroup/cgroup.procs; echo $p')"
fi
check "out of memory" '*=137' "$(run -m 32m busybox sh -c 'exec tail /dev/zero')"
"$jdock" run --name oom -m 32m busybox tail /dev/zero >/dev/null 2>&1
check "out of memory is told" 'true 137=0' "$(outcome "$jdock" inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}}' oom)"
check "a child out of memory" '*alive=0' "$(run -m 32m busybox sh -c 'tail /dev/zero; echo alive')"
check "too many processes" "*can't fork*" \
  "$(run --pids-limit 5 busybox sh -c 'for i in 1 2 3 4 5 6 7 8; do sleep 5 & done; wait')"
if [ $v2 = yes ]; then
  check "processor quota throttles" 'yes=0' "$(run --cpus 0.1 busybox sh -c \
    'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; grep -q "nr_throttled [1-9]" /sys/fs/cgroup/cpu.stat && echo yes')"
else
  check "processor quota throttles" 'yes=0' "$(run --cpus 0.1 busybox sh -c \
    'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; grep -q "nr_throttled [1-9]" /sys/fs/cgroup/cpu/cpu.stat && echo yes')"
fi
check "null, but no disk" '*Operation not permitted*' \
  "$(run busybox sh -c 'echo >/dev/null && mknod /d b 254 0 && cat /d')"

# --- exec, logs, stop
check "run -d" '*=0' "$(outcome "$jdock" run -d --name long -m 64m busybox sh -c 'trap "exit 9" TERM; echo begun; while :; do sleep 0.2; done')"
check "exec" 'hi=0' "$(outcome "$jdock" exec long echo hi)"
check "exec exit code" '=5' "$(outcome "$jdock" exec long sh -c 'exit 5')"
check "exec is in the container's pid namespace" 'sh=0' "$(outcome "$jdock" exec long sh -c 'read c </proc/1/comm; echo $c')"
check "exec -i" 'IN=0' "$(echo in | "$jdock" exec -i long tr a-z A-Z)=$?"
if [ $v2 = yes ]; then
  check "exec is in the cgroup" '*[1-9]*=0' "$(outcome "$jdock" exec long sh -c 'grep -x $$ /sys/fs/cgroup/cgroup.procs')"
fi
check "logs" 'begun=0' "$(outcome "$jdock" logs long)"
check "stop" 'long=0' "$(outcome "$jdock" stop long)"
check "exit code after stop" 'exited 9=0' "$(outcome "$jdock" inspect -f '{{.State.Status}} {{.State.ExitCode}}' long)"
check "start again" 'long=0' "$(outcome "$jdock" start long)"
check "kill" 'long=0' "$(outcome "$jdock" kill long)"
eventually 20 is long exited
check "exit code after kill" 'exited 137=0' "$(outcome "$jdock" inspect -f '{{.State.Status}} {{.State.ExitCode}}' long)"

# --- network
check "network none" 'lo=0' "$(run --network none busybox ls /sys/class/net)"
check "network host" "$(ls /sys/class/net | tr '\n' ' ' | sed 's/ $//')=0" "$(run --network host busybox ls /sys/class/net)"
check "network bridge" '*eth0*=0' "$(run busybox ls /sys/class/net)"
gateway=$("$jdock" run --rm busybox ip route | sed -n 's/^default via \([^ ]*\) .*/\1/p')
check "gateway answers" '*, 0% packet loss*' "$(run busybox ping -c 1 -W 5 "$gateway")"
check "publish" '*=0' "$(outcome "$jdock" run -d --name web -p 18080:80 busybox sh -c 'mkdir /w; echo page >/w/index.html; exec httpd -f -h /w')"
eventually 20 page 127.0.0.1 18080
check "published through loopback" 'page' "$(get 127.0.0.1 18080)"
check "published through an address" 'page' "$(get "$gateway" 18080)"
address=$("$jdock" inspect -f '{{.NetworkSettings.IPAddress}}' web)
check "reached directly" 'page' "$(get "$address" 80)"
check "port is taken" '*port is already allocated*=125' "$(run -p 18080:80 busybox true)"

if command -v script >/dev/null; then
  check "the address to open is told" '*http://localhost:8000*' \
    "$(script -qec "$jdock run --rm -p 8000:8000 busybox sh -c 'httpd -p 8000; sleep 15'" /dev/null </dev/null)"
fi

# --- the engine dies
"$jdock" run -d --name short busybox sh -c 'while [ ! -e /go ]; do sleep 0.2; done; exit 6' >/dev/null
pid=$("$jdock" inspect -f '{{.State.Pid}}' web)
if [ $v2 = yes ]; then
  id=$("$jdock" inspect -f '{{.Id}}' web)
  check "cgroup's place" "*/jdock/$id" "$(cgroup_of "$pid")"
fi
engine=$("$jdock" engine status | sed -n 's/^pid: //p')
check "pid of the engine" '[1-9]*' "$engine"
# Its own cgroup, below a delegated one or beside the containers; not that of whoever has started it.
[ $v2 = no ] || check "cgroup of the engine" '*/engine' "$(cgroup_of "$engine")"
kill -9 "$engine"
eventually 10 test ! -e "/proc/$engine"
check "container goes on" '*=0' "$(outcome test -e "/proc/$pid")"
check "adopted" 'running=0' "$(outcome "$jdock" inspect -f '{{.State.Status}}' web)"
check "same process" "$pid=0" "$(outcome "$jdock" inspect -f '{{.State.Pid}}' web)"
eventually 20 page 127.0.0.1 18080
check "published again" 'page' "$(get 127.0.0.1 18080)"
check "exec after adoption" 'hi=0' "$(outcome "$jdock" exec web echo hi)"
"$jdock" exec short touch /go
eventually 20 is short exited
check "exit after adoption" 'exited 6=0' "$(outcome "$jdock" inspect -f '{{.State.Status}} {{.State.ExitCode}}' short)"
check "stop after adoption" 'web=0' "$(outcome "$jdock" stop -t 1 web)"
check "start after adoption" 'web=0' "$(outcome "$jdock" start web)"

# --- cgroup version 2 at length
if [ $v2 = yes ]; then
  . "$(dirname "$0")/limits.sh"
fi

# --- the end
check "rm -f of a running one" 'web=0' "$(outcome "$jdock" rm -f web)"
check "rm" 'short long oom=0' "$(outcome "$jdock" rm short long oom)"
check "none is left" '=0' "$(outcome "$jdock" ps -aq)"
check "engine stop" '*=0' "$(outcome "$jdock" engine stop)"
gone() { traces >"$work/after"; cmp -s "$work/before" "$work/after"; }
eventually 20 gone
check "nothing is left behind" '' "$(diff "$work/before" "$work/after")"
check "engine is gone" '3' "$("$jdock" engine status >/dev/null 2>&1; echo $?)"

[ $failed = 0 ] || { echo "--- the engine's log"; tail -n 60 "$JDOCK_ROOT/engine.log"; }
rm -rf "$work"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
