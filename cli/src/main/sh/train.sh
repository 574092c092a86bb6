#!/bin/sh
# train.sh HOME WAITING FOLDER: a first day of an engine, for its AOT cache: what it does here it will do fast. HOME is
# the distribution, WAITING a program without libraries that waits, or ends at once if it is given an argument. Where
# containers cannot be run their part fails, and the engine is only a little slower at it.
home=$1
waiting=$2
folder=$3
jdock=$home/bin/jdock

JDOCK_TRAINING=engine "$jdock" engine start || exit 1
engine=$("$jdock" engine status | sed -n 's/^pid: //p')
JDOCK_TRAINING=launcher "$home/bin/jdock-java" engine status

mkdir -p "$folder/context"
cp "$waiting" "$folder/context/wait"
cat >"$folder/context/Dockerfile" <<'END'
FROM scratch
COPY wait /bin/wait
ENV A=1
WORKDIR /work
RUN ["/bin/wait", "1"]
CMD ["/bin/wait"]
END
"$jdock" ps
"$jdock" build -t training "$folder/context"
"$jdock" build -t training "$folder/context"
for i in 1 2 3; do
  "$jdock" run --rm training wait 1
  "$jdock" run --rm --network none training wait 1
done
"$jdock" run -d --name training training
"$jdock" exec training wait 1
"$jdock" exec training wait 1
"$jdock" ps
"$jdock" ps -a
"$jdock" images
"$jdock" inspect training
"$jdock" logs training
"$jdock" run --rm -p 80 -v training:/data -e B=2 -m 64m training wait 1
"$jdock" rm -f training
"$jdock" save -o "$folder/image.tar" training
"$jdock" rmi -f training
"$jdock" load -i "$folder/image.tar"
"$jdock" run --help
"$jdock" version
"$jdock" engine logs
"$jdock" rm -f training
"$jdock" engine stop --force
# The cache is written when the engine leaves.
for i in $(seq 600); do
  kill -0 "$engine" || break
  sleep 0.2
done
