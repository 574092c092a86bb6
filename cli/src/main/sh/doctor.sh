#!/bin/sh
# jdock doctor: says what this machine has and lacks, without an engine, which might not start.
home=$(readlink -f "$0")
home=${home%/libexec/*}
case $#:$1 in
  0:) ;;
  1:--help) exec cat "$home/lib/help/jdock-doctor" ;;
  *)
    echo "jdock: 'jdock doctor' accepts no arguments" >&2
    echo >&2
    echo "Usage:  jdock doctor" >&2
    exit 1
    ;;
esac
. "$home/libexec/find-java.sh"
find_java
classpath=$(sed "s|@|$home/lib/|g" "$home/lib/engine.classpath")
exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx64m -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Djffi.boot.library.path="$home/lib/native/$(uname -m)" -Djdock.home="$home" \
  -cp "$classpath" dev.jdock.cli.engine.DoctorMain "${JDOCK_ROOT:-/var/lib/jdock}"
