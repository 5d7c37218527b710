#!/bin/sh
# Runs every fuzz target of a libFuzzer build for a while, on a copy of its corpus.
# usage: fuzz.sh BUILD SECONDS
set -u
root=$(dirname "$0")/..
failed=0
for target in "$1"/tests/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=$(basename "$target")
    corpus=$1/corpus/$name
    mkdir -p "$corpus"
    cp "$root/tests/fuzz/corpus/${name#fuzz_}"/* "$corpus"
    if "$target" -max_total_time="$2" -max_len=65536 -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$1/" -print_final_stats=1 "$corpus" >"$1/$name.log" 2>&1; then
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$1/$name.log") runs, no finding"
    else
        echo "$name: FINDING, see $1/$name.log"
        failed=1
    fi
done
exit $failed
