#!/bin/sh
# Fuzzes what reads files and answers of others, guided by coverage (Jazzer):
#
#     src/test/fuzz/fuzz.sh [SECONDS [TARGET...]]
#
# Every class *Target of the modules' tests gets that many seconds, 600 if none are given, or those
# that are named (DockerfileTarget). It needs jdock built with its tests, as `mvn package -DskipTests`
# does. What a target has to begin with, and what it once treated wrongly, is in its module's
# src/test/resources/fuzz; inputs that reach new code are collected in target/fuzz/TARGET/corpus, and
# those that are treated wrongly in target/fuzz/TARGET/found, where `log` tells of them. Exits with 1
# if there are any.
set -eu
version=0.30.0
cd "$(dirname "$0")/../../.."
root=$PWD
seconds=${1:-600}
[ $# = 0 ] || shift
lib=$root/target/fuzz/lib
home=$root/cli/target/jdock
[ -d "$home/lib" ] && [ -d cli/target/test-classes ] || {
  echo "build first: mvn package -DskipTests" >&2
  exit 2
}
for artifact in jazzer jazzer-api; do
  [ -r "$lib/$artifact-$version.jar" ] ||
    mvn -q -N dependency:copy -Dartifact="com.code-intelligence:$artifact:$version" -DoutputDirectory="$lib"
done
java=${JAVA_HOME:?is to be that of a JDK 25}/bin/java

# The corpus of a target in its module: DockerfileTarget has fuzz/dockerfile.
corpus() { # SOURCE
  name=$(basename "$1" Target.java | sed 's/\([a-z]\)\([A-Z]\)/\1-\2/g' | tr '[:upper:]' '[:lower:]')
  echo "$root/${1%%/*}/src/test/resources/fuzz/$name"
}

# Jazzer instruments jdock and the JSON reader below it; a thread has as much stack as the engine's.
fuzz() { # SOURCE
  class=$(echo "${1#*/src/test/java/}" | sed 's|\.java$||; s|/|.|g')
  output=$root/target/fuzz/${class##*.}
  rm -rf "$output/found"
  mkdir -p "$output/corpus" "$output/found"
  cd "$output"
  "$java" -Xss512k -Xmx1500m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$lib/*:$root/image/target/test-classes:$root/runtime/target/test-classes:$root/cli/target/test-classes:$home/lib/*" \
    com.code_intelligence.jazzer.Jazzer \
    --target_class=dev.jdock.image.fuzz.JazzerTarget --target_args="$class" \
    --instrumentation_includes='dev.jdock.**:com.fasterxml.jackson.core.**' \
    --instrumentation_excludes='dev.jdock.image.fuzz.**' \
    --disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection \
    --keep_going=20 --reproducer_path="$output/found" -artifact_prefix="$output/found/" \
    -max_total_time="$seconds" -timeout=25 -max_len=16384 -rss_limit_mb=4000 \
    "$output/corpus" "$(corpus "$1")" >log 2>&1 || true
  cd "$root"
  found=$(find "$output/found" -type f ! -name '*.java' | wc -l)
  echo "${class##*.}: $(grep -a '^Done' "$output/log" || echo 'ended early, see its log'), $found found"
  [ "$found" = 0 ] || flawed=1
}

flawed=0
for source in $(find image runtime cli -path '*/src/test/java/*Target.java' ! -path '*/image/fuzz/*' | sort); do
  wanted=no
  [ $# = 0 ] && wanted=yes
  for name in "$@"; do
    [ "$(basename "$source" .java)" = "$name" ] && wanted=yes
  done
  [ $wanted = no ] || fuzz "$source"
done
exit $flawed
