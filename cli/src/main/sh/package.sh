#!/bin/sh
# Lays out the distribution: package.sh MODULE_FOLDER JAVA_HOME. The jars are in target/jdock/lib.
set -e
module=$1
jdk=$2
home=$module/target/jdock
native=$module/../native/target/bin
mkdir -p "$home/bin" "$home/libexec"
cp "$module/src/main/sh/jdock-java" "$home/bin/"
cp "$module/src/main/sh/jdock-engine" "$module/src/main/sh/find-java.sh" \
  "$module/src/main/sh/engine.options" "$home/libexec/"
chmod 755 "$home/bin/jdock-java" "$home/libexec/jdock-engine"
# install, not cp: a running program's file cannot be written to, but can be replaced.
if [ -x "$native/jdock" ]; then
  rm -f "$home/bin/jdock"
  cp "$native/jdock" "$home/bin/jdock"
else
  ln -sf jdock-java "$home/bin/jdock"
fi
if [ -x "$native/jdock-init" ]; then
  rm -f "$home/libexec/jdock-init"
  cp "$native/jdock-init" "$home/libexec/"
fi
cp "$module"/target/jdock-cli-*-launcher.jar "$home/lib/jdock-launcher.jar"
echo "$jdk" >"$home/lib/jdk-home"
(
  cd "$home/lib"
  rm -f *.aot
  classpath=
  for jar in jdock-cli*.jar $(ls *.jar | grep -v -e '^jdock-cli' -e '^jdock-launcher'); do
    classpath=$classpath${classpath:+:}@$jar
  done
  echo "$classpath" >engine.classpath
  # What runs is the same when these are: file names, contents, options.
  cat *.jar ../libexec/* | sha256sum | cut -c1-16 >build-id
)
