# Sourced: sets java to a JDK 25's program, or says what is missing and exits with 125.
# The caller has set home to the distribution's folder.
find_java() {
  in_path=$(readlink -f "$(command -v java)" 2>/dev/null)
  for jdk in "$home/runtime" "$(cat "$home/lib/jdk-home" 2>/dev/null)" "$JAVA_HOME" "${in_path%/bin/java}" /usr/lib/jvm/*; do
    if [ -n "$jdk" ] && [ -x "$jdk/bin/java" ] && [ -r "$jdk/release" ]; then
      version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
      if [ "${version:-0}" -ge 25 ]; then
        java=$jdk/bin/java
        return
      fi
    fi
  done
  echo "jdock: needs a JDK 25, and found none in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  exit 125
}
