#!/bin/sh
# Tests the gate over an image's symbols with planted ones.
# usage: symbols-test.sh CC ROOT
set -u
cc=$1
tools=$2/tools/device
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
bad=0
image() { # NAME FUNCTION ...
    name=$1
    shift
    for function in "$@"; do echo "void $function(void); void $function(void) {}"; done |
        $cc -x c -c - -o "$work/$name" || exit 1
}
expect() { # STATUS IMAGE MODULE ...
    want=$1
    shift
    file=$work/$1
    shift
    sh "$tools/check-symbols.sh" nm "$file" "$@" 2>/dev/null
    got=$?
    [ "$got" -eq "$want" ] || {
        echo "$file with '$*': status $got, should be $want"
        bad=1
    }
}
image two rprt_log_append rprt_crypto_init rprt_mode_word psa_crypto_init other_store_put
image update rprt_update_offer rprt_crypto_init
image none rprt_mode_of rprt_mailbox_init main
image provider mbedtls_sha256_ret
expect 0 two log crypto
expect 1 two log crypto store # selected, not there
expect 1 two crypto           # there, not selected
expect 0 update boot crypto
expect 1 update crypto
expect 0 none
expect 1 none mode
expect 1 provider
expect 2 missing
algorithms() { # STATUS IMAGE PSA_LINE
    mkdir -p "$work/config"
    echo "#define $3 1" >"$work/config/rprt_psa_config.h"
    echo "#define MBEDTLS_PSA_CRYPTO_C" >"$work/config/rprt_mbedtls_config.h"
    sh "$tools/check-algorithms.sh" nm "$work/$2" "$work/config" 2>/dev/null
    got=$?
    [ "$got" -eq "$1" ] || {
        echo "$2 with $3: status $got, should be $1"
        bad=1
    }
}
algorithms 0 provider PSA_WANT_ALG_SHA_256
algorithms 1 provider PSA_WANT_ALG_SHA_256_X
image curve mbedtls_ecdsa_verify
algorithms 1 curve PSA_WANT_ALG_CCM
algorithms 0 curve PSA_WANT_ALG_ECDSA
found=$(sh "$tools/modules.sh" nm "$work/two" | tr '\n' ' ')
[ "$found" = 'crypto log ' ] || { echo "modules.sh finds '$found'"; bad=1; }
exit $bad
