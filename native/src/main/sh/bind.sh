#!/bin/sh
# Writes the class that calls the C library: bind.sh MODULE_FOLDER CLASS_PATH. Maven itself may run on an older JDK.
set -e
module=$1
home=$module/target
. "$module/src/main/sh/find-java.sh"
find_java
exec "$java" -cp "$2" "$module/src/main/bind/BindLibC.java" "$module/target/classes" "$module/target/bound"
