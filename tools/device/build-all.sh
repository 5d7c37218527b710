#!/bin/sh
# Builds the attacks and the pump in every configuration of the bench: none, all, smallest, and
# smallest less each of its controls.
# usage: build-all.sh OUT
# Configurations that need Mbed TLS are built for the host only when its source is not to be had.
set -eu
out=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
configs=$root/reference/pump/config
mkdir -p "$out/config"
sh "$root/tools/device/build-attacks.sh" "$out"
one() { # CONFIG_DIR NAME
    status=0
    sh "$root/tools/device/build.sh" "$1" "$2" "$out" >"$out/$2.log" 2>&1 || status=$?
    case $status in
    0) ;;
    3) grep 'left out' "$out/$2.log" >&2 ;;
    *)
        cat "$out/$2.log" >&2
        exit 1 ;;
    esac
}
# The configuration less one control; less `crypto` too when nothing needs it any more, and less
# `detect` with `mode`, which alone listens to it.
less() { # CONTROL
    upper=$(echo "$1" | tr a-z A-Z)
    mkdir -p "$out/config/less-$1"
    grep -v "RPRT_WITH_$upper " "$configs/smallest/rprt_config.h" \
        >"$out/config/less-$1/rprt_config.h"
    [ "$1" != mode ] || sed -i '/RPRT_WITH_DETECT /d' "$out/config/less-$1/rprt_config.h"
    grep -qE 'RPRT_WITH_(LOG|STORE|BOOT|AUTH|CHAN) 1' "$out/config/less-$1/rprt_config.h" ||
        sed -i '/RPRT_WITH_CRYPTO /d' "$out/config/less-$1/rprt_config.h"
    one "$out/config/less-$1" "less-$1"
}
rm -rf "$out"/less-*
one "$configs/none" none
one "$configs/all" all
one "$configs/smallest" smallest
for control in mode detect log store boot auth chan; do
    upper=$(echo $control | tr a-z A-Z)
    if grep -q "RPRT_WITH_$upper 1" "$configs/smallest/rprt_config.h"; then
        less $control
    fi
done
status=0
sh "$root/tools/device/build-skip.sh" "$out" >"$out/skip.log" 2>&1 || status=$?
case $status in
0) ;;
3) grep 'left out' "$out/skip.log" >&2 ;;
*)
    cat "$out/skip.log" >&2
    exit 1 ;;
esac
