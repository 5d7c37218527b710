#!/bin/sh
# The files of the catalogue -> a C source that holds them, and what it depends on: the files, and the
# folders, so that a file that comes or goes is seen by the next build.
# usage: embed.sh EMBED OUTPUT DEPFILE FOLDER
set -eu
embed=$1 output=$2 depfile=$3 folder=$4
names=$(cd "$folder" && find . -name '*.mal' -o -name '*.yaml' | sed 's,^[.]/,,' | LC_ALL=C sort)
{
    printf '%s:' "$output"
    find "$folder" -type d -o -name '*.mal' -o -name '*.yaml' | sed 's/ /\\ /g' | LC_ALL=C sort | sed 's/.*/ &/' | tr -d '\n'
    echo
} >"$depfile"
# No name of the catalogue has a blank in it.
# shellcheck disable=SC2086
exec "$embed" "$output" "$folder" $names
