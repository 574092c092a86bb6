#!/bin/sh
# Lays out the distribution: package.sh MODULE_FOLDER PICOCLI_SOURCES_JAR. The jars are in target/jdock/lib.
set -e
module=$1
picocli=$2
home=$module/target/jdock
native=$module/../native/target/bin
mkdir -p "$home/bin" "$home/libexec"
cp "$module/src/main/sh/jdock-java" "$home/bin/"
cp "$module/../native/src/main/sh/find-java.sh" "$module/src/main/sh/engine.options" \
  "$module/src/main/sh/train.sh" "$module/src/main/sh/doctor.sh" "$module/src/main/sh/install.sh" "$home/libexec/"
chmod 755 "$home/bin/jdock-java" "$home/libexec/train.sh" "$home/libexec/doctor.sh" "$home/libexec/install.sh"
# Removed first: a running program's file cannot be written to, but can be replaced.
rm -f "$home/bin/jdock" "$home/libexec/jdock-engine" "$home/libexec/jdock-init" \
  "$home/libexec/jdock-starter" "$home/libexec/jdock-waiting"
mkdir -p "$home/lib/systemd"
cp "$module"/src/main/systemd/* "$home/lib/systemd/"
cp "$native/jdock" "$home/bin/"
cp "$native/jdock-engine" "$native/jdock-init" "$native/jdock-starter" "$native/jdock-waiting" \
  "$home/libexec/"
cp "$module"/target/jdock-cli-*-launcher.jar "$home/lib/jdock-launcher.jar"
. "$home/libexec/find-java.sh"
rm -f "$home/lib/jdk-home"
find_java
echo "${java%/bin/java}" >"$home/lib/jdk-home"

# pack FOLDER JAR [OPTION...]: the same bytes on every machine, at every time.
pack() {
  folder=$1 target=$2
  shift 2
  (
    cd "$folder"
    find . -type f | LC_ALL=C sort | sed 's|^[.]/||' >"$module/target/packed"
    "${java%/java}/jar" --create --file="$target" --date=1980-01-01T00:00:02Z "$@" @"$module/target/packed"
  )
}

# Picocli's jar holds class files of Java 5, which no AOT cache takes: compile its sources instead.
if [ -r "$picocli" ] && [ -x "${java%/java}/javac" ]; then
  work=$module/target/picocli
  if [ ! -e "$work/picocli.jar" ]; then
    mkdir -p "$work/sources" "$work/classes"
    (cd "$work/sources" && "${java%/java}/jar" xf "$picocli")
    "${java%/java}/javac" -nowarn -proc:none -Xlint:none -XDstringConcat=inline -XDignore.symbol.file --release 25 \
      -d "$work/classes" "$work"/sources/picocli/CommandLine.java >"$work/log" 2>&1 ||
      { cat "$work/log" >&2; exit 1; }
    pack "$work/classes" "$work/picocli.jar"
  fi
  rm -f "$home"/lib/picocli*.jar
  cp "$work/picocli.jar" "$home/lib/picocli.jar"
fi
# Native libraries lie ready, so that no engine has to unpack them into a temporary folder first.
jar=${java%/java}/jar
if [ -x "$jar" ]; then
  work=$module/target/libraries
  rm -rf "$work" "$home/lib/native"
  mkdir -p "$work"
  for archive in "$home"/lib/jffi-*-native.jar "$home"/lib/zstd-jni-*.jar; do
    (cd "$work" && "$jar" xf "$archive" jni/x86_64-Linux jni/aarch64-Linux linux/amd64 linux/aarch64)
  done
  for machine in x86_64:amd64 aarch64:aarch64; do
    folder=$home/lib/native/${machine%:*}
    mkdir -p "$folder"
    cp "$work/jni/${machine%:*}-Linux"/libjffi-*.so "$folder/"
    cp "$work/linux/${machine#*:}"/libzstd-jni-*.so "$folder/libzstd-jni.so"
  done
fi
# jffi reads its own version by reflection and looks in many ways for its library: a tenth of what an engine does before it serves.
if [ -x "$jar" ] && [ -x "${java%/java}/javac" ]; then
  work=$module/target/jffi
  sources=$module/src/main/patch
  archive=$(ls "$home"/lib/jffi-*.jar | grep -v -e '-native[.]jar$')
  mkdir -p "$work/classes"
  [ -e "$work/original.jar" ] || cp "$archive" "$work/original.jar"
  if [ ! -e "$work/jffi.jar" ] || [ -n "$(find "$sources/PatchJffi.java" "$sources/jffi" -newer "$work/jffi.jar")" ]; then
    cp "$work/original.jar" "$work/new.jar"
    (
      cd "$work/classes"
      "$jar" xf ../original.jar com/kenai/jffi/Foreign.class
      "$java" -cp ../original.jar "$sources/PatchJffi.java" com/kenai/jffi/Foreign.class
      "${java%/java}/javac" --release 25 -proc:none -Xlint:all -Werror -cp ../original.jar -d . \
        "$sources/jffi/com/kenai/jffi/internal/StubLoader.java"
    )
    "$jar" --update --file="$work/new.jar" --date=1980-01-01T00:00:02Z -C "$work/classes" com
    mv "$work/new.jar" "$work/jffi.jar"
  fi
  cp "$work/jffi.jar" "$archive"
fi
# A class in an AOT cache remembers where its jar was when the cache was made. If nothing is there (the distribution was
# moved, or is on another machine) JDK 25 defines packages without a place, and a second class of a sealed one
# ends the JVM: "can't seal package: already defined".
if [ -x "$jar" ]; then
  printf 'Sealed: false\n' >"$module/target/unsealed"
  for archive in "$home"/lib/xz-*.jar; do
    # jar warns that the attribute is there already.
    "$jar" --update --file="$archive" --manifest="$module/target/unsealed" --date=1980-01-01T00:00:02Z \
      2>"$module/target/unsealed.log" || { cat "$module/target/unsealed.log" >&2; exit 1; }
  done
fi
# What PackedFiles reads.
rm -rf "$home/lib/packed"
mkdir -p "$home/lib/packed"
for classes in "$module/target/classes" "$module/../native/target/classes"; do
  (cd "$classes" && find dev -type f ! -name '*.class' -exec cp --parents {} "$home/lib/packed/" \;)
done
# Each parser of Jackson's makes four numbers of BigDecimal, whose class takes a JVM that has just started 60 to 150 ms.
if [ -x "$jar" ]; then
  work=$module/target/patched
  rm -rf "$work"
  "$java" -cp "$home/lib/*" "$module/src/main/patch/PatchJackson.java" "$home/lib" "$work"
  for folder in "$work"/*; do
    (
      cd "$folder"
      find . -type f | LC_ALL=C sort | sed 's|^[.]/||' >"$module/target/packed"
      "$jar" --update --file="$home/lib/${folder##*/}" --date=1980-01-01T00:00:02Z @"$module/target/packed"
    )
  done
fi
# Nor does a cache take classes of a signed jar, and to verify a signature takes an engine's start a tenth of a second.
# What came from Maven was compared with its checksum there.
if [ -x "$jar" ]; then
  work=$module/target/unsigned
  for archive in "$home"/lib/*.jar; do
    grep -aq 'META-INF/[A-Za-z0-9_-]*[.]SF' "$archive" || continue
    rm -rf "$work"
    mkdir -p "$work"
    (
      cd "$work"
      "$jar" xf "$archive"
      rm -f META-INF/*.SF META-INF/*.RSA META-INF/*.DSA META-INF/*.EC
      # Its digests of all entries go, too: the JVM reads whole manifests when it starts, and one of them has 800 KB.
      sed '/^\r*$/q' META-INF/MANIFEST.MF >../unsigned.manifest
    )
    pack "$work" "$archive" --manifest="$module/target/unsigned.manifest"
  done
fi
(
  cd "$home/lib"
  rm -f *.aot
  classpath=
  # First the jars with the classes of a start. JDK 25 notes for the first 31 of a class path which packages it has defined; for
  # each class of the cache that is of a later one it does so again, in Java.
  started='^jdock-|^jackson-|^jffi-|^jnr-|^picocli'
  for jar in jdock-cli*.jar $(ls *.jar | grep -E "$started" | grep -v -e '^jdock-cli' -e '^jdock-launcher') \
    $(ls *.jar | grep -vE "$started"); do
    classpath=$classpath${classpath:+:}@$jar
  done
  echo "$classpath" >engine.classpath
  # What runs is the same when these are: file names, contents, options.
  cat *.jar ../libexec/* | sha256sum | cut -c1-16 >build-id
)

"$java" -cp "$(sed "s|@|$home/lib/|g" "$home/lib/engine.classpath")" \
  dev.jdock.runtime.container.security.CompileFilters "$home/lib/packed"

# What --help and --version print, for the launchers; manual pages and completions.
rm -rf "$home/lib/help" "$home/share"
"$java" -cp "$(sed "s|@|$home/lib/|g" "$home/lib/engine.classpath")" dev.jdock.cli.engine.HelpPages \
  "$home/lib/help" "$home/share"

"$home/libexec/train.sh" >"$module/target/training.log" 2>&1
