#!/bin/sh
# Writes down the flags of all commands beside the classes: record-flags.sh MODULE_FOLDER CLASS_PATH. Maven itself may run on an older JDK.
set -e
module=$1
home=$module/target
. "$module/../native/src/main/sh/find-java.sh"
find_java
exec "$java" -cp "$2" dev.jdock.cli.engine.CommandFlags "$module/target/classes"
