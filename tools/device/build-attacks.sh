#!/bin/sh
# Builds the attack programs.
# usage: build-attacks.sh OUT      leaves OUT/attacks/atk_*
set -eu
mkdir -p "$1/attacks"
out=$(cd "$1" && pwd)/attacks
cd "$(dirname "$0")/../.."
flags="-std=c11 -O1 -g -D_DEFAULT_SOURCE -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic
    -Wconversion -Wshadow -Wswitch-enum -Wvla -Werror -Iattacks/bench -Ireference
    -Ireference/pump/config/none -Iruntime/include -Iruntime/host"
rm -f "$out"/*.a "$out"/*.o
for source in attacks/bench/*.c runtime/host/log_reader.c reference/pump/frame.c reference/pump/seam/factory.c; do
    [ "$(basename "$source")" != make_factory.c ] || continue
    # shellcheck disable=SC2086
    gcc $flags -c "$source" -o "$out/$(basename "$source" .c).o"
done
ar rcs "$out/libattack.a" "$out"/*.o
rm -f "$out"/*.o
for source in attacks/atk_*.c attacks/identity.c attacks/bench/make_factory.c; do
    # shellcheck disable=SC2086
    gcc $flags "$source" "$out/libattack.a" -lmbedtls -lmbedx509 -lmbedcrypto \
        -o "$out/$(basename "$source" .c)"
done
