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
registry=
pushed=
trap 'rm -rf "$training"; [ -z "$registry" ] || kill "$registry"' EXIT
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

# A registry that is there for this alone, which nobody needs to trust since it is on the loopback, and an image in it with
# files of some size.
. "$home/libexec/find-java.sh"
find_java
"${java%/java}/keytool" -genkeypair -alias registry -keyalg EC -dname CN=localhost -storetype PKCS12 \
  -keystore "$training/keys" -storepass training
"$java" $(cat "$home/libexec/engine.options") -cp "$(sed "s|@|$home/lib/|g" "$home/lib/engine.classpath")" \
  dev.jdock.cli.engine.TrainingRegistry "$training/keys" training >"$training/registry" &
registry=$!
"$jdock" build -t remote -f - "$home" <<'END'
FROM scratch
COPY bin libexec lib/jdock-* lib/help /files/
COPY libexec/jdock-waiting /bin/wait
CMD ["/bin/wait"]
END
for i in $(seq 50); do
  [ ! -s "$training/registry" ] && kill -0 "$registry" || break
  sleep 0.1
done
remote=$(cat "$training/registry")/remote
"$jdock" tag remote "$remote"
"$jdock" push "$remote" && pushed=1
"$jdock" rmi "$remote" remote
"$jdock" builder prune --all --force
"$jdock" engine stop --force

# Classes of the caches are put in place at each start, needed or not. So what transfers images, a quarter more of them,
# is in a second cache, which an engine takes that `pull` or `push` starts.
engines=
if [ -n "$pushed" ]; then
  JDOCK_TRAINING=engine "$jdock" pull "$remote"
  engines=$("$jdock" engine status | sed -n 's/^pid: //p')
  "$jdock" images
  "$jdock" inspect "$remote"
  "$jdock" run --rm "$remote" wait 1
  "$jdock" ps -a
  "$jdock" build -t training - <<END
FROM $remote
RUN ["/bin/wait", "1"]
END
  "$jdock" tag training "$remote:training"
  "$jdock" push "$remote:training"
  "$jdock" rmi training "$remote:training" "$remote"
  "$jdock" pull "$remote:training"
  "$jdock" rmi "$remote:training"
  "$jdock" engine stop --force
fi

JDOCK_TRAINING=engine "$jdock" engine start || exit 0
JDOCK_TRAINING=launcher "$home/bin/jdock-java" engine status
engines="$engines $("$jdock" engine status | sed -n 's/^pid: //p')"

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
"$jdock" run --rm --network found -p 80 -v training:/data -e B=2 -m 64m training wait 1
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
# A cache is written when its engine leaves. It may stay a zombie, where nobody looks.
for engine in $engines; do
  for i in $(seq 600); do
    [ -e "/proc/$engine/exe" ] || break
    sleep 0.2
  done
done
exit 0
