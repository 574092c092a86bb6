# Jupyter notebooks, of nothing but Debian's packages. "jupyter" is the first stage, "scipy" the second on top of it.
FROM debian:bookworm AS jupyter

# One step for all packages, and the lists removed in it: what a later step deletes is still in the layer below.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        jupyter-notebook python3-ipykernel python3-matplotlib python3-numpy python3-pandas tini \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin

# The user who runs notebooks. Hundreds of public images call him so, and expect notebooks in ~/work.
RUN useradd --create-home --uid 1000 --shell /bin/bash jovyan \
    && install -d -o jovyan -g jovyan /home/jovyan/work

# Files that a notebook writes into a folder of the host should belong to the person whose folder it is. So this starts as
# root, gives jovyan that person's ids (or those of NB_UID and NB_GID), and is root no more before any notebook runs.
COPY --chmod=755 <<'EOF' /usr/local/bin/start-notebook
#!/bin/sh
set -eu
home=/home/jovyan
work=$home/work
export HOME="$home" USER=jovyan LOGNAME=jovyan SHELL=/bin/bash
uid=${NB_UID:-$(stat -c %u "$work")}
gid=${NB_GID:-$(stat -c %g "$work")}
case $uid$gid in *[!0-9]*) echo "start-notebook: NB_UID and NB_GID are numbers" >&2; exit 2 ;; esac
[ "$(id -u)" = 0 ] || uid=$(id -u) # --user has chosen already
case ${1:-} in # flags are the server's, everything else is a command
  -* | "")
    [ "$uid" != 0 ] || set -- --allow-root "$@" # a folder of root's
    set -- jupyter notebook "$@" ;;
esac
[ "$(id -u)" = 0 ] || exec "$@"
if [ "$uid:$gid" != 1000:1000 ]; then
  sed -i "s/^jovyan:x:1000:1000:/jovyan:x:$uid:$gid:/" /etc/passwd
  sed -i "s/^jovyan:x:1000:/jovyan:x:$gid:/" /etc/group
  find "$home" -xdev -user 1000 -exec chown -h "$uid:$gid" {} +
fi
exec setpriv --reuid "$uid" --regid "$gid" --clear-groups "$@"
EOF

# The server listens for the published port, and ends at Ctrl-C with all its kernels: without a terminal of its own it would
# stumble over the signal, so it gets SIGTERM instead.
COPY <<'EOF' /etc/jupyter/jupyter_notebook_config.py
import os, signal
c.NotebookApp.ip = '0.0.0.0'
c.NotebookApp.open_browser = False
c.NotebookApp.answer_yes = True
signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
EOF

WORKDIR /home/jovyan
EXPOSE 8888
# tini is process 1: it passes signals on, and collects what kernels leave behind.
ENTRYPOINT ["tini", "-g", "--", "start-notebook"]
LABEL io.jdock.recipe=jupyter

FROM jupyter AS scipy
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        python3-bs4 python3-h5py python3-numexpr python3-scipy python3-seaborn python3-skimage python3-sklearn \
        python3-sqlalchemy python3-statsmodels python3-sympy python3-tables \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin
LABEL io.jdock.recipe=scipy
