#!/bin/sh
# Renews the keys that the archives of Debian and Ubuntu are signed with: archive-keys.sh. They are taken from the
# distributions' own packages, whose digests stand here; for newer ones write down version and digest of
#     apt-cache show debian-archive-keyring        (of the newest Debian; ubuntu-keyring of the newest Ubuntu)
# Needs curl, ar and tar.
set -e
cd "$(dirname "$0")/../resources/dev/jdock/image/debian"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# keys ADDRESS SHA256 FILE-IN-PACKAGE RESOURCE
keys() {
  curl -fsSL -o "$work/keys.deb" "$1"
  echo "$2  $work/keys.deb" | sha256sum -c --quiet
  (cd "$work" && ar x keys.deb && tar -xf data.tar.* && rm data.tar.* keys.deb)
  # A link in newer packages.
  cp -L "$work/usr/share/keyrings/$3" "$4"
  chmod 644 "$4"
}

keys http://deb.debian.org/debian/pool/main/d/debian-archive-keyring/debian-archive-keyring_2025.1_all.deb \
  9ea7778e443144ca490668737a8ab22dd3e748bb99e805e22ec055abeb3c7fac debian-archive-keyring.gpg debian.gpg
keys http://archive.ubuntu.com/ubuntu/pool/main/u/ubuntu-keyring/ubuntu-keyring_2023.11.28.1_all.deb \
  36de43b15853ccae0028e9a767613770c704833f82586f28eb262f0311adb8a8 ubuntu-archive-keyring.gpg ubuntu.gpg
