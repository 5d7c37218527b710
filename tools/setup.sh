#!/bin/sh
# Installs the Debian packages named in a list that are missing, with sudo when not root.
# usage: setup.sh LIST...     a list has one package a line, '#' starts a comment
set -eu
missing=
for list in "$@"; do
    for package in $(sed 's/#.*//' "$list"); do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || {
    echo "setup: this is not a Debian system; install the counterparts of:$missing" >&2
    exit 1
}
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
echo "setup: installing the missing Debian packages:$missing"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
