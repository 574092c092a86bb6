#!/bin/sh
# Fills the caches that make engine and launcher start fast, by running both once: train.sh. Only root can run them; for
# anybody else, and where an engine cannot run, they start as well, only later. Its output is the log.
home=$(readlink -f "$0")
home=${home%/libexec/*}
[ "$(id -u)" = 0 ] || exit 0
training=$(mktemp -d) || exit 0
trap 'rm -rf "$training"' EXIT
rm -f "$home"/lib/*.aot
JDOCK_ROOT=$training
JDOCK_IDLE_SECONDS=60
export JDOCK_ROOT JDOCK_IDLE_SECONDS
JDOCK_TRAINING=engine "$home/bin/jdock-java" engine start
JDOCK_TRAINING=launcher "$home/bin/jdock-java" engine status
engine=$("$home/bin/jdock-java" engine status | sed -n 's/^pid: //p')
"$home/bin/jdock-java" run --help
"$home/bin/jdock-java" ps
"$home/bin/jdock-java" engine logs
"$home/bin/jdock-java" engine stop
# The cache is written when the engine leaves. It may stay a zombie, where nobody looks.
for i in $(seq 300); do
  [ -n "$engine" ] && [ -e "/proc/$engine/exe" ] || break
  sleep 0.2
done
exit 0
