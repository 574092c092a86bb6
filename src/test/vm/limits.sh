# Part of smoke.sh, which reads it: limits, freezing, counting and devices, each looked at where the kernel keeps it. For
# cgroup version 2 only. In a cgroup that holds a container's limits the host's files are those the container sees.

# cgroup_file CONTAINER FILE: its content in one line
cgroup_file() { tr '\n' ' ' <"/sys/fs/cgroup$(cgroup_of "$("$jdock" inspect -f '{{.State.Pid}}' "$1")")/$2" 2>&1; }
# stats CONTAINER FIELD
stats() { "$jdock" stats --no-stream --format "{{.$2}}" "$1" 2>&1; }
# between LOW HIGH NUMBER: "yes", or the number
between() { awk -v low="$1" -v high="$2" -v n="$3" 'BEGIN { print (n + 0 >= low && n + 0 <= high) ? "yes" : "no: " n }'; }
forever='while :; do sleep 0.5; done'

# A whole disk that is there, for limits of devices: nothing is written to it.
disk=
for name in vda sda xvda nvme0n1; do
  [ -n "$disk" ] || [ ! -b "/dev/$name" ] || disk=/dev/$name
done
numbers=
[ -z "$disk" ] || numbers="$(cat "/sys/class/block/${disk#/dev/}/dev")"

# --- every limit in its file
set -- -m 64m --memory-swap 96m --memory-reservation 32m --cpus 0.5 --cpu-shares 512 --cpuset-cpus 0 --pids-limit 50
[ -z "$disk" ] || set -- "$@" --device-read-bps "$disk:1mb" --device-write-iops "$disk:100"
check "run with limits" '*=0' "$(outcome "$jdock" run -d --name limited "$@" busybox sh -c "$forever")"
check "--memory" '67108864 ' "$(cgroup_file limited memory.max)"
if [ -e "/sys/fs/cgroup$(cgroup_of 1)/memory.swap.max" ] || [ -n "$(find /sys/fs/cgroup -name memory.swap.max | head -1)" ]; then
  check "--memory-swap" '33554432 ' "$(cgroup_file limited memory.swap.max)"
fi
check "--memory-reservation" '33554432 ' "$(cgroup_file limited memory.low)"
check "--cpus" '50000 100000 ' "$(cgroup_file limited cpu.max)"
check "--cpu-shares" '20 ' "$(cgroup_file limited cpu.weight)"
check "--cpuset-cpus" '0 ' "$(cgroup_file limited cpuset.cpus.effective)"
check "--pids-limit" '50 ' "$(cgroup_file limited pids.max)"
if [ -n "$disk" ]; then
  check "--device-read-bps, --device-write-iops" "$numbers rbps=1048576 wbps=max riops=max wiops=100 " \
    "$(cgroup_file limited io.max)"
fi
check "no other processes in the cgroup" '*=0' "$(outcome test "$(cgroup_file limited pids.current)" -le 2)"

# --- update, while it runs
check "update" 'limited=0' "$(outcome "$jdock" update -m 48m --memory-swap 48m --memory-reservation 24m \
  --cpus 0.25 --cpu-shares 2048 --pids-limit 30 limited)"
check "update --memory" '50331648 ' "$(cgroup_file limited memory.max)"
check "update --memory-reservation" '25165824 ' "$(cgroup_file limited memory.low)"
check "update --cpus" '25000 100000 ' "$(cgroup_file limited cpu.max)"
check "update --cpu-shares" '79 ' "$(cgroup_file limited cpu.weight)"
check "update --pids-limit" '30 ' "$(cgroup_file limited pids.max)"
check "update of what is used already" '*=0' "$(outcome "$jdock" update --cpuset-cpus 0 limited)"
check "inspect after update" '50331648 250000000 30=0' \
  "$(outcome "$jdock" inspect -f '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}' limited)"
check "rm -f of a limited one" 'limited=0' "$(outcome "$jdock" rm -f limited)"

# --- what the kernel has no limit for is told
check "--oom-kill-disable is discarded" '*does not support OomKillDisable. OomKillDisable discarded.*=0' \
  "$(run --oom-kill-disable -m 64m busybox true)"
check "--memory-swappiness is discarded" '*memory swappiness*Memory swappiness discarded.*=0' \
  "$(run --memory-swappiness 10 busybox true)"
check "--kernel-memory is discarded" '*kernel memory limit*Limitation discarded.*=0' "$(run --kernel-memory 16m busybox true)"
if [ -e /sys/fs/cgroup/jdock/io.weight ] || [ -e /sys/fs/cgroup/jdock/io.bfq.weight ]; then
  check "--blkio-weight" '* 1000=0' \
    "$(run --blkio-weight 1000 busybox sh -c 'cd /sys/fs/cgroup; cat io.bfq.weight 2>/dev/null || sed s/10000/1000/ io.weight')"
fi

# --- enforced, too
if [ -n "$disk" ] && [ "$(df -P "$work" | awk 'NR == 2 { print $1 }')" = "$disk" ]; then
  dd if=/dev/zero of="$work/v/data" bs=1M count=4 2>/dev/null
  sync
  echo 3 >/proc/sys/vm/drop_caches
  begin=$(date +%s)
  run --device-read-bps "$disk:1mb" -v "$work/v:/v:ro" busybox cat /v/data >/dev/null
  check "reading is held up" 'yes' "$(between 3 600 $(($(date +%s) - begin)))"
fi
if [ -n "$disk" ]; then
  check "no disk without leave" '*Operation not permitted*=1' \
    "$(run busybox sh -c "mknod /d b ${numbers%:*} ${numbers#*:} && head -c 1 /d | wc -c; : </d")"
  check "--device-cgroup-rule" '1=0' \
    "$(run --device-cgroup-rule "b $numbers r" busybox sh -c "mknod /d b ${numbers%:*} ${numbers#*:} && head -c 1 /d | wc -c")"
  check "--device read-only" '1 *Operation not permitted*=*' \
    "$(run --device "$disk:/dev/d:r" busybox sh -c 'head -c 1 /dev/d | wc -c; : >>/dev/d')"
  check "--privileged has disks" '1=0' "$(run --privileged busybox sh -c "head -c 1 $disk | wc -c")"
fi

# --- what is counted
"$jdock" run -d --name busy -m 64m --cpus 0.5 busybox sh -c \
  'head -c 20000000 /dev/zero >/dev/shm/x; while :; do :; done' >/dev/null
eventually 60 sh -c "[ \$(cat /sys/fs/cgroup\$(sed -n s/^0:://p /proc/$("$jdock" inspect -f '{{.State.Pid}}' busy)/cgroup)/memory.current) -gt 20000000 ]"
check "stats: memory" 'yes' "$(between 19 40 "$(stats busy MemUsage | sed 's/MiB.*//')")"
check "stats: limit" '*/ 64MiB' "$(stats busy MemUsage)"
check "stats: processor" 'yes' "$(between 15 75 "$(stats busy CPUPerc | tr -d %)")"
check "stats: processes" '1' "$(stats busy PIDs)"
check "stats: network" '*B / *B' "$(stats busy NetIO)"
check "top" '*PID*head -c*while*=0' "$(outcome "$jdock" top busy)"

# --- freezing
check "pause" 'busy=0' "$(outcome "$jdock" pause busy)"
check "frozen" '*frozen 1*' "$(cgroup_file busy cgroup.events)"
used=$(cgroup_file busy cpu.stat | sed 's/ user.*//')
check "status is paused" 'paused true=0' "$(outcome "$jdock" inspect -f '{{.State.Status}} {{.State.Paused}}' busy)"
check "exec in a paused one" '*is paused, unpause the container before exec*=1' "$(outcome "$jdock" exec busy true)"
check "a paused one uses nothing" "$used" "$(cgroup_file busy cpu.stat | sed 's/ user.*//')"
kill -9 "$("$jdock" engine status | sed -n 's/^pid: //p')"
check "paused after the engine's death" 'paused=0' "$(outcome "$jdock" inspect -f '{{.State.Status}}' busy)"
check "unpause" 'busy=0' "$(outcome "$jdock" unpause busy)"
check "thawed" '*frozen 0*' "$(cgroup_file busy cgroup.events)"
check "limits after the engine's death" '50000 100000 ' "$(cgroup_file busy cpu.max)"
check "kill of a paused one" 'busy=0' "$("$jdock" pause busy >/dev/null; outcome "$jdock" kill busy)"
check "rm -f" 'busy=0' "$(outcome "$jdock" rm -f busy)"

# --- namespace
check "own cgroup namespace" '0::/=0' "$(run busybox cat /proc/self/cgroup)"
check "own cgroup is the root of what is seen" '* / /sys/fs/cgroup ro,*=0' "$(run busybox grep ' /sys/fs/cgroup ' /proc/self/mountinfo)"
check "--cgroupns host" "$(readlink /proc/self/ns/cgroup | tr -d '[]') 0::*/jdock/*=0" \
  "$(run --cgroupns host busybox sh -c 'readlink /proc/self/ns/cgroup | tr -d []; cat /proc/self/cgroup')"
check "--cgroupns host shows the host's tree, read-only" '*Read-only*=1' \
  "$(run --cgroupns host busybox sh -c 'cd "/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)/.." && mkdir x')"
check "--privileged may make cgroups, in its own only" '0::/x=0' \
  "$(run --privileged busybox sh -c 'mkdir /sys/fs/cgroup/x && echo $$ >/sys/fs/cgroup/x/cgroup.procs && cat /proc/self/cgroup')"
"$jdock" run -d --name nested --privileged busybox sh -c 'cd /sys/fs/cgroup; mkdir init && echo 1 >init/cgroup.procs &&
  echo +pids >cgroup.subtree_control; touch /done; while :; do sleep 0.5; done' >/dev/null
eventually 20 "$jdock" exec nested test -e /done
check "exec beside cgroups of the container's own" '0::/init=0' "$(outcome "$jdock" exec nested cat /proc/self/cgroup)"
check "stop with cgroups of the container's own" 'nested=0' "$(outcome "$jdock" stop -t 0 nested)"
check "rm with cgroups of the container's own" 'nested=0' "$(outcome "$jdock" rm nested)"

# --- policies
"$jdock" run -d --name again --restart on-failure:2 busybox sh -c 'echo run; exit 3' >/dev/null
eventually 60 is again exited
check "--restart on-failure:2" '2 3=0' "$(outcome "$jdock" inspect -f '{{.RestartCount}} {{.State.ExitCode}}' again)"
check "every run was logged" 'run run run=0' "$(outcome "$jdock" logs again)"
"$jdock" run -d --name checked --health-cmd 'test -e /well' --health-interval 1s --health-retries 1 busybox \
  sh -c "$forever" >/dev/null
health() { [ "$("$jdock" inspect -f '{{.State.Health.Status}}' checked)" = "$1" ]; }
eventually 60 health unhealthy
check "unhealthy" 'unhealthy=0' "$(outcome "$jdock" inspect -f '{{.State.Health.Status}}' checked)"
"$jdock" exec checked touch /well
eventually 60 health healthy
check "healthy" 'healthy=0' "$(outcome "$jdock" inspect -f '{{.State.Health.Status}}' checked)"
check "rm -f of both" 'again checked=0' "$(outcome "$jdock" rm -f again checked)"

# --- systemd beside it
if command -v systemctl >/dev/null && [ -d /run/systemd/system ]; then
  "$jdock" run -d --name steady -m 64m --cpus 0.5 busybox sh -c "$forever" >/dev/null
  systemctl daemon-reload
  check "limits after daemon-reload" '67108864 50000 100000 ' "$(cgroup_file steady memory.max)$(cgroup_file steady cpu.max)"
  check "cgroup after daemon-reload" '*/jdock/*' "$(cgroup_of "$("$jdock" inspect -f '{{.State.Pid}}' steady)")"
  "$jdock" rm -f steady >/dev/null
  # A session or service ends, and its processes are killed: the engine that a command in it started is none of them.
  JDOCK_ROOT="$work/session"
  mkdir "$JDOCK_ROOT"
  systemd-run --quiet --wait --collect -p KillMode=control-group --setenv=JDOCK_ROOT="$JDOCK_ROOT" sh -c "
    '$jdock' import '$tar' busybox && '$jdock' run -d --name left busybox sh -c '$forever'" >/dev/null 2>&1
  check "the engine goes on after the session" '0' "$("$jdock" engine status >/dev/null 2>&1; echo $?)"
  check "its container goes on" 'running true=0' "$(outcome "$jdock" inspect -f '{{.State.Status}} {{.State.Running}}' left)"
  check "and can be stopped" 'left=0' "$(outcome "$jdock" stop -t 0 left)"
  "$jdock" rm left >/dev/null
  "$jdock" engine stop >/dev/null
  JDOCK_ROOT="$work/root"
fi

check "info" "2 cgroupfs=0" "$(outcome "$jdock" info -f '{{.CgroupVersion}} {{.CgroupDriver}}')"
