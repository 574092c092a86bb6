#!/bin/sh
# Lays out what the packages hold, and packs the archive: image.sh DISTRIBUTION TARGET TIMESTAMP VERSION MACHINE [JDK].
# TARGET/jdock is the distribution with a runtime image in place of a JDK, without caches (they are made where it is
# installed, see libexec/train.sh), and with libraries for that machine only. TARGET/root is it as hier(7) has it.
# For another machine than this one JDK is one of that machine's, with jmods, and MACHINE-linux-gnu-gcc is needed.
set -e
distribution=$1
target=$2
timestamp=$3
version=$4
here=$(dirname "$(dirname "$(readlink -f "$0")")")
top=$here/../../..
machine=$5
jdk_there=$6
home=$target/jdock
root=$target/root
jdk=$(cat "$distribution/lib/jdk-home")

foreign=
if [ "$machine" != "$(uname -m)" ]; then
  foreign=$machine-linux-gnu
  if [ ! -e "$jdk_there/jmods/java.base.jmod" ]; then
    echo "jdock: packages for $machine need a JDK 25 of that machine with its jmods: -Djdock.jdk.there=DIRECTORY" >&2
    exit 1
  fi
  if ! command -v "$foreign-gcc" >/dev/null; then
    echo "jdock: packages for $machine need a C compiler for it: $foreign-gcc" >&2
    exit 1
  fi
fi

rm -rf "$home" "$root"
mkdir -p "$home" "$root/usr/bin" "$root/usr/lib" "$root/usr/share/doc/jdock" "$root/etc/jdock"
(cd "$distribution" && tar -c --exclude='*.aot' --exclude=lib/jdk-home .) | tar -x -C "$home"
for other in "$home"/lib/native/*; do
  [ "$other" = "$home/lib/native/$machine" ] || rm -r "$other"
done

if [ -n "$foreign" ]; then
  CC=$foreign-gcc "$top/native/src/main/sh/build.sh" "$top/native/src/main/c" "$target/bin-$machine"
  for program in "$target/bin-$machine"/*; do
    place=$(find "$home/bin" "$home/libexec" -name "${program##*/}")
    cp "$program" "$place"
  done
fi

# The native libraries lie in lib/native; their jars carry them for every system there is.
rm "$home"/lib/jffi-*-native.jar
for jar in "$home"/lib/zstd-jni-*.jar; do
  work=$target/classes
  rm -rf "$work"
  mkdir "$work"
  (cd "$work" && "$jdk/bin/jar" xf "$jar")
  "$jdk/bin/jar" --create --file="$jar" --manifest="$work/META-INF/MANIFEST.MF" --date="$timestamp" -C "$work" com
  rm -r "$work"
done
sed -i 's/:@jffi-[0-9.]*-native\.jar//' "$home/lib/engine.classpath"

# What jdeps finds that the class files of jdock and its libraries need, but for what they use on a desktop or
# with a database. And the server of HTTP, with which train.sh has a registry.
# Debian's JDK has its debugging symbols among the libraries.
set -- --exclude-files='**.debuginfo'
[ -z "$foreign" ] || set -- "$@" --module-path "$jdk_there/jmods"
"$jdk/bin/jlink" "$@" --output "$home/runtime" --strip-java-debug-attributes --no-header-files --no-man-pages --add-modules \
  java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.xml,jdk.httpserver,jdk.net,jdk.unsupported

(cd "$home/lib" && cat *.jar ../libexec/* ../runtime/release | sha256sum | cut -c1-16 >build-id)
cp "$top/LICENSE" "$home/"
chmod -R u=rwX,go=rX "$home"

cp -R "$home" "$root/usr/lib/jdock"
rm -r "$root/usr/lib/jdock/share" "$root/usr/lib/jdock/LICENSE"
cp -R "$home"/share/* "$root/usr/share/"
gzip -9n "$root"/usr/share/man/man1/*.1
ln -s ../lib/jdock/bin/jdock "$root/usr/bin/jdock"
cp "$here/etc/daemon.json" "$root/etc/jdock/"
mkdir -p "$root/usr/lib/systemd/system"
for unit in "$home"/lib/systemd/*; do
  sed -e "s|@home@|/usr/lib/jdock|g" -e '/^# jdock.s: written by/d' "$unit" >"$root/usr/lib/systemd/system/${unit##*/}"
done
cp "$here/copyright" "$root/usr/share/doc/jdock/"
gzip -9nc "$top/CHANGELOG.md" >"$root/usr/share/doc/jdock/changelog.gz"
chmod -R u=rwX,go=rX "$root"

# An AOT cache remembers the times of the jars and of the runtime image: those that a package gives them.
find "$home" "$root" -exec touch -h -d "$timestamp" {} +
pack() { # FOLDER FILE OPTION...
  folder=$1
  file=$2
  shift 2
  tar -c --sort=name --owner=0 --group=0 --numeric-owner --mtime="$timestamp" "$@" -C "$folder" . | gzip -9n >"$file.new"
  mv "$file.new" "$file"
}
name=jdock-$version-linux-$machine
pack "$home" "$target/$name.tar.gz" --transform "s|^\\.|$name|S"
pack "$root" "$target/root.tar.gz"
