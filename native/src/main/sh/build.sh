#!/bin/sh
# Compiles the C programs: build.sh SOURCES TARGET, an absolute path. CC names another compiler than cc.
set -e
sources=$1
target=$2
cc=${CC:-cc}
mkdir -p "$target"
if ! command -v "$cc" >/dev/null 2>&1; then
  echo "jdock: needs a C compiler ($cc) to build: apt-get install gcc libc6-dev" >&2
  exit 1
fi
flags="-std=c99 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror"
compile() { # PROGRAM "SOURCE..." FLAGS...
  program=$target/$1
  parts=$2
  shift 2
  stale=
  for part in $parts *.h; do
    [ "$program" -nt "$part" ] || stale=1
  done
  if [ -n "$stale" ]; then
    "$cc" $flags "$@" -o "$program.new" $parts
    mv "$program.new" "$program"
  fi
}
cd "$sources"
# Static, since finding and linking the C library takes a third of the time of a command's start.
compile jdock "jdock.c installation.c" -static
compile jdock-engine "engine.c inheritance.c jdk.c installation.c"
# Static, since it runs in images that have another libc or none.
compile jdock-init init.c -static
# Static, since it is executed from memory and must not depend on files that a container could have put there.
compile jdock-starter starter.c -static
# Static, since nothing else is in the image that trains the engine.
compile jdock-waiting waiting.c -static
