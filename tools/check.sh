#!/bin/sh
# Runs all tests of a build folder and closes with one line that counts them.
# usage: check.sh BUILD
set -u
log=$1/meson-logs/check.txt
meson test -C "$1" --print-errorlogs 2>&1 | tee "$log"
count() { sed -n "s/^$1: *\([0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(count Ok) failed=$(count Fail) skipped=$(count Skipped) late=$(count Timeout)
if [ -z "$passed" ]; then
    echo "the tests did not run"
    exit 1
fi
failed=$((failed + late))
[ "$skipped" -eq 0 ] || grep ' SKIP ' "$log"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
