#!/bin/sh
# Writes the class that reads and writes the documents of containers: bind.sh MODULE_FOLDER CLASS_PATH. Maven itself may run
# on an older JDK.
set -e
module=$1
home=$module/target
. "$module/../native/src/main/sh/find-java.sh"
find_java
exec "$java" -cp "$2" "$module/src/main/bind/BindDocuments.java" "$module/target/classes" "$module/target/bound"
