#!/bin/sh
# The whole power-cut and mutation campaign; takes some minutes. Prints the counts and their sum.
# usage: campaign.sh FOLDER_OF_TEST_PROGRAMS
set -eu
RPRT_FULL_CAMPAIGN=1
export RPRT_FULL_CAMPAIGN
total=0
for name in log store-psk-ccm boot_power; do
    out=$("$1/test_rprt_$name") || { echo "$out"; exit 1; }
    echo "$out" | grep -E '^(log|store|boot)[:,] '
    cuts=$(echo "$out" | sed -n 's/.*: \([0-9]*\) power cuts/\1/p' | awk '{ n += $1 } END { print n + 0 }')
    total=$((total + cuts))
done
echo "power cuts over all: $total"
[ "$total" -ge 100000 ]
