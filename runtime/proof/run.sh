#!/bin/sh
# Proofs with Frama-C (WP, run-time errors included) of the guard's decisions and of all counters.
# usage: run.sh RUNTIME_FOLDER
# What is proved, for all inputs: the most reduced action of the table is found; without a person the
# action is never less reduced than before and more reduced only as the table says; mode follows from
# the causes; counters of ticks do not wrap; no read outside the arrays, no division or shift gone
# wrong in these functions; a bucket of detection never holds more than its top and its level is the one
# that its marks say; the waiting after failed logins doubles up to its longest and never wraps; what is
# left of emergency access shrinks with each tick and ends when it is damaged. That a mode word names a mode and an action is tested for every word.
# Assumed: the contracts' `requires` (valid, separate pointers), which the callers keep, and the C
# semantics of Frama-C for a 32-bit int. Exit 0: all proved; 1: not; 77: no Frama-C (skipped).
set -eu
cd "$1"
command -v frama-c >/dev/null && command -v why3 >/dev/null && command -v z3 >/dev/null || {
    echo "proof: frama-c, why3 or z3 is not installed, nothing proved"
    exit 77
}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME="$home" # the provers are looked for anew, no configuration of the user is touched
why3 config detect >/dev/null 2>&1

prove() {
    file=$1
    functions=$2
    frama-c -wp -wp-rte -wp-prover z3 -wp-timeout 30 -wp-fct "$functions" \
        -cpp-extra-args="-Iinclude ${3:--Iconfig/core}" "$file" >"$home/out" 2>&1 || {
        cat "$home/out"
        exit 1
    }
    goals=$(sed -n 's/.*Proved goals: *\([0-9]*\) *\/ *\([0-9]*\).*/\1 \2/p' "$home/out")
    echo "proof: $file: ${goals% *} of ${goals#* } goals"
    [ -n "$goals" ] && [ "${goals% *}" -eq "${goals#* }" ] || {
        grep -E 'Failed|Timeout|Unknown' "$home/out"
        exit 1
    }
}

prove src/mode.c rank,count_up,worst_action,next_action,mode_for,within_limits
prove src/detect.c pour,drain,level_of
prove src/base.c is_mode,is_action,rprt_mode_of,rprt_mode_word
if [ -f /usr/include/psa/crypto.h ]; then
    # Only these folders: the rest of /usr/include belongs to the host.
    mkdir "$home/include"
    ln -s /usr/include/psa /usr/include/mbedtls "$home/include/"
    prove src/auth.c waiting_for,count_up,count_down,emergency_after \
        "-Iconfig -I$home/include -DMBEDTLS_NO_UDBL_DIVISION"
else
    echo "proof: the headers of Mbed TLS are not installed, src/auth.c left out"
fi
