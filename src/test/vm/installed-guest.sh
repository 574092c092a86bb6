#!/bin/sh
# What installed.sh does inside of the machine: all but the last part before a reboot, the last one after it.
cd /opt/test || exit 1
check() { # NAME EXPECTED ACTUAL: patterns of case(1) are allowed in EXPECTED
  # shellcheck disable=SC2254
  case $3 in
  $2) echo "ok      $1" ;;
  *) echo x >>failed; echo "FAILED  $1: expected '$2', got '$3'" ;;
  esac
}
eventually() { # SECONDS COMMAND...
  deadline=$(($(date +%s) + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt $deadline ] || return 1
    sleep 0.5
  done
}
package() { # NAME DPKG-ARGUMENT...
  name=$1
  shift
  dpkg "$@" >dpkg.log 2>&1
  code=$?
  check "$name" 0 $code
  [ $code = 0 ] || cat dpkg.log
}
starts() { cat "marks/$1" 2>/dev/null | wc -l; }
is() { [ "$("$@" 2>/dev/null)" = "$expected" ]; }
pid_of() { jdock inspect -f '{{.State.Pid}}' "$1"; }
status_of() { jdock inspect -f '{{.State.Status}}' "$1"; }
ping_api() { curl -s -m 900 --unix-socket /run/jdock-api/docker.sock http://jdock/_ping; }
next_serves() { jdock ps -q >/dev/null && jdock engine status | grep -q '^build: next'; }
service() { # NAME OPTION...: a container that notes each of its starts
  name=$1
  shift
  jdock run -d --name "$name" -v /opt/test/marks:/marks "$@" busybox \
    sh -c 'echo started >>"/marks/$0"; trap "exit 0" TERM; while :; do sleep 1; done' "$name" >/dev/null
}

echo "up on $(uname -r)"
if [ ! -e rebooted ]; then
  touch rebooted
  mkdir marks
  : >failed
  package "the package is unpacked" --unpack first.deb
  # The training of the caches takes an emulated processor half an hour, and is tested elsewhere.
  [ -e train ] || echo 'exit 0' >/usr/lib/jdock/libexec/train.sh
  package "the package is installed" --configure jdock
  [ ! -e train ] || check "caches are made" '*.aot' "$(ls /usr/lib/jdock/lib/*.aot)"
  check "the socket is served" 'active' "$(systemctl is-active jdock.socket)"
  check "both units start at boot" 'enabled enabled' "$(systemctl is-enabled jdock.socket jdock.service | xargs)"
  check "the group is there" 'jdock:*' "$(getent group jdock)"
  check "the socket's mode" '660 root jdock' "$(stat -c '%a %U %G' /run/jdock-api/docker.sock)"
  check "the API answers" 'OK' "$(ping_api)"
  jdock import busybox.tar busybox >/dev/null
  service always --restart always
  service stopped --restart unless-stopped
  service plain
  expected=1
  for name in always stopped plain; do eventually 60 is starts $name; done
  jdock stop -t 5 stopped >/dev/null
  before=$(pid_of always)
  build=$(jdock engine status | grep '^build:')

  package "the next package is unpacked" --unpack next.deb
  [ -e train ] || echo 'exit 0' >/usr/lib/jdock/libexec/train.sh
  package "the package is upgraded" --configure jdock
  check "a container goes on" "$before" "$(pid_of always)"
  check "it was not started again" 1 "$(starts always)"
  eventually 60 next_serves
  check "the engine is the next one" 'build: next*' "$(jdock engine status | grep '^build:')"
  check "and was another" 'build: [0-9a-f]*' "$build"
  check "the API answers after the upgrade" 'OK' "$(ping_api)"
  check "one that was stopped stays so" 'exited' "$(status_of stopped)"
  check "none failed" '' "$(systemctl --failed --plain --no-legend)"
  sync
  systemctl reboot
  exit
fi

# After the reboot nobody has typed a command yet.
expected=2
eventually 300 is starts always
check "what is to be restarted always is, without a command" 2 "$(starts always)"
expected=running
eventually 120 is status_of always
check "it runs" 'running' "$(status_of always)"
check "one that was stopped before stays so" 'exited 1' "$(status_of stopped) $(starts stopped)"
check "one without a policy ends with the machine" 'exited 1' "$(status_of plain) $(starts plain)"
check "the API answers after the reboot" 'OK' "$(ping_api)"
jdock rm -f always stopped plain >/dev/null
package "the package is purged" --purge jdock
check "and nothing of it is left" '' \
  "$(ls -d /var/lib/jdock /etc/jdock /usr/lib/jdock /run/jdock /run/jdock-api/docker.sock 2>/dev/null)"
check "nor a process" '' "$(pgrep -a jdock; pgrep -af EngineMain)"
[ ! -s failed ] || { journalctl -b -u jdock.service --no-pager | tail -n 20; tail -n 20 /var/lib/jdock/engine.log; }
echo "$(wc -l <failed) failed"
systemctl poweroff
