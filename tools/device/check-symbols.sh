#!/bin/sh
# Fails when an image holds a symbol of a module that its configuration did not select, or lacks
# all symbols of one that it did.
# usage: check-symbols.sh NM IMAGE [MODULE ...]
set -eu
nm=$1
image=$2
shift 2
found=$(sh "$(dirname "$0")/modules.sh" "$nm" "$image")
status=0
for module in mode detect crypto log store boot auth chan; do
    selected=no present=no
    case " $* " in *" $module "*) selected=yes ;; esac
    if echo "$found" | grep -qx "$module"; then present=yes; fi
    case $selected$present in
    yesno)
        echo "$image: selected, but not in the image: $module" >&2
        status=1 ;;
    noyes)
        echo "$image: not selected, but in the image: $module" >&2
        status=1 ;;
    esac
done
case " $* " in
*" crypto "*) ;;
*)
    if "$nm" "$image" | grep -qE ' [tTU] (mbedtls|psa)_'; then
        echo "$image: no cryptography selected, but the provider is in the image" >&2
        status=1
    fi ;;
esac
exit $status
