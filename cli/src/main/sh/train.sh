#!/bin/sh
# Fills the caches that make engine and launcher start fast, by running both once: train.sh. What the engine does in this
# first day it does fast from its first second on. Only root can run them; for anybody else, and where an engine or
# containers cannot run, they start as well, only later. Its output is the log.
home=$(readlink -f "$0")
home=${home%/libexec/*}
[ "$(id -u)" = 0 ] || exit 0
# The bridge that containers need is made where nobody sees it.
if [ -z "$JDOCK_NAMESPACES" ] && unshare --net true; then
  JDOCK_NAMESPACES=caller exec unshare --net "$0" "$@"
fi
training=$(mktemp -d) || exit 0
trap 'rm -rf "$training"' EXIT
rm -f "$home"/lib/*.aot
jdock=$home/bin/jdock
JDOCK_ROOT=$training/root
JDOCK_IDLE_SECONDS=60
export JDOCK_ROOT JDOCK_IDLE_SECONDS

# A program without libraries, which waits, or ends at once if it is given an argument.
mkdir -p "$training/context"
cp "$home/libexec/jdock-waiting" "$training/context/wait"
cat >"$training/context/Dockerfile" <<'END'
FROM scratch
COPY wait /bin/wait
ENV A=1
WORKDIR /work
RUN ["/bin/wait", "1"]
CMD ["/bin/wait"]
END
# The engine that is trained finds what an engine of any other day finds: images, networks, containers, volumes.
"$jdock" build -t found -f - "$training/context" <<'END'
FROM scratch
WORKDIR /found
COPY wait /bin/wait
CMD ["/bin/wait"]
END
"$jdock" network create --subnet 198.18.0.0/24 found
"$jdock" create --name found --network found -v found:/data found
"$jdock" engine stop --force

JDOCK_TRAINING=engine "$jdock" engine start || exit 0
JDOCK_TRAINING=launcher "$home/bin/jdock-java" engine status
engine=$("$jdock" engine status | sed -n 's/^pid: //p')

"$jdock" ps
"$jdock" build -t training "$training/context"
"$jdock" build -t training "$training/context"
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
"$jdock" stop -t 0 training
"$jdock" start training
"$jdock" rm -f training
"$jdock" save -o "$training/image.tar" training
"$jdock" rmi -f training
"$jdock" load -i "$training/image.tar"
"$jdock" network ls
"$jdock" volume ls
"$jdock" run --help
"$jdock" version
"$jdock" rm -f found
"$jdock" network rm found
"$jdock" rmi -f found
"$jdock" volume rm found training
"$jdock" engine logs
"$jdock" engine stop --force
# The cache is written when the engine leaves. It may stay a zombie, where nobody looks.
for i in $(seq 600); do
  [ -n "$engine" ] && [ -e "/proc/$engine/exe" ] || break
  sleep 0.2
done
exit 0
