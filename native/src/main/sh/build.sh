#!/bin/sh
# Compiles the C programs: build.sh SOURCES TARGET.
set -e
sources=$1
target=$2
mkdir -p "$target"
if ! command -v cc >/dev/null 2>&1; then
  echo "jdock: needs a C compiler (cc) to build: apt-get install gcc libc6-dev" >&2
  exit 1
fi
flags="-std=c99 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror"
compile() { # SOURCE PROGRAM FLAGS...
  source=$1
  program=$2
  shift 2
  [ -f "$source" ] || return 0
  if [ "$program" -nt "$source" ]; then
    return 0
  fi
  cc $flags "$@" -o "$program.new" "$source"
  mv "$program.new" "$program"
}
compile "$sources/jdock.c" "$target/jdock"
compile "$sources/engine.c" "$target/jdock-engine"
# Static, since it runs in images that have another libc or none.
compile "$sources/init.c" "$target/jdock-init" -static
# Static, since it is executed from memory and must not depend on files that a container could have put there.
compile "$sources/starter.c" "$target/jdock-starter" -static
