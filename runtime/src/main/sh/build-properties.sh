#!/bin/sh
# Writes what this build is of: build-properties.sh VERSION PROJECT FILE. The commit is that of the clone, if the project
# is one; a folder inside of somebody's other clone is not.
set -e
version=$1
project=$2
file=$3
commit=
if [ -e "$project/.git" ] && command -v git >/dev/null; then
  # A clone of another user's is one that git refuses to look at: "dubious ownership".
  commit=$(git -c safe.directory='*' -C "$project" rev-parse --short=7 HEAD 2>/dev/null) || commit=
fi
mkdir -p "${file%/*}"
printf 'version=%s\ncommit=%s\n' "$version" "$commit" >"$file.new"
# Left as it is where nothing changed, so that nothing is packed anew.
if cmp -s "$file.new" "$file"; then rm "$file.new"; else mv "$file.new" "$file"; fi
