#!/bin/sh
# Records what a real Docker's BuildKit makes of the cases in this folder, for BuildCasesIT to compare, beside them:
#
#     src/test/builds/record.sh DOCKER_HOST [REGEX]
#
# of those alone whose names match. DOCKER_HOST is the socket of a daemon that nobody else uses: its build cache and its
# images busybox, bare and case-* go away. Needs busybox-static, python3, zstd, and docker with buildx. A case is read as
# BuildCase says; where jdock's answer is another one, `differences` says why.
set -eu
export DOCKER_HOST=${1:?usage: record.sh DOCKER_HOST [REGEX]}
cd "$(dirname "$0")/../../.."
exec mvn -q verify -pl src/test -Dtest=BuildCasesIT -Djdock.test.record=yes "-Djdock.test.cases=${2:-}" \
  "-Djdock.test.command=$(command -v docker)"
