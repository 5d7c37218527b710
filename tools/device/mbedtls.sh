#!/bin/sh
# Fetches and unpacks the pinned Mbed TLS source from Debian's archive into DIR, without touching
# the system; does nothing when it is there. Ends with status 1 when it cannot be had (no network,
# no Debian): the crypto-free configurations still build then.
# usage: mbedtls.sh DIR
set -eu
version=2.28.3
debian=2.28.3-1
sum=3b4953aa55a681e084d31892d9904cc5328d6b4958ea57b90ae4b4f94ae69a8d
dir=$1
[ -f "$dir/mbedtls/library/sha256.c" ] && exit 0
mkdir -p "$dir/apt/d" "$dir/apt/lists/partial" "$dir/apt/cache/archives/partial"
dir=$(cd "$dir" && pwd)
archive="$dir/mbedtls_$version.orig.tar.gz"
if [ ! -f "$archive" ]; then
    if [ -f /etc/apt/sources.list.d/debian.sources ]; then
        sed 's/^Types:.*$/Types: deb-src/' /etc/apt/sources.list.d/debian.sources \
            >"$dir/apt/d/src.sources"
    elif [ -f /etc/apt/sources.list ]; then
        sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$dir/apt/d/src.list"
    else
        echo "mbedtls: no Debian package sources are configured here" >&2
        exit 1
    fi
    apt="-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=$dir/apt/d
         -o Dir::State::lists=$dir/apt/lists -o Dir::Cache=$dir/apt/cache"
    # shellcheck disable=SC2086  # a list of options
    apt-get $apt update -qq && (cd "$dir" && apt-get $apt source --download-only -qq \
        "mbedtls=$debian") || {
        echo "mbedtls: the source package could not be fetched" >&2
        exit 1
    }
fi
echo "$sum  $archive" | sha256sum -c --quiet || {
    echo "mbedtls: the archive is not the pinned one" >&2
    exit 1
}
mkdir -p "$dir/mbedtls"
tar xf "$archive" --strip-components=1 -C "$dir/mbedtls"
