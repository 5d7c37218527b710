#!/bin/sh
# Runs every fuzz target of a libFuzzer build for a while, on a copy of its corpus, as many at a time
# as there are processors.
# usage: fuzz.sh BUILD SECONDS
set -u
root=$(realpath "$(dirname "$0")/..") || exit 1
build=$(realpath "$1") || exit 1
seconds=$2
export root build seconds
find "$build" -type f -name 'fuzz_*' -perm -u+x | sort | xargs -P "$(nproc)" -I{} sh -c '
    target={} name=$(basename {})
    corpus=$build/corpus/$name
    mkdir -p "$corpus"
    for folder in "$root/tests/fuzz/corpus/${name#fuzz_}" "$root"/runtime/fuzz/corpus/"${name#fuzz_rprt_}"; do
        [ -d "$folder" ] && cp "$folder"/* "$corpus"
    done
    if "$target" -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=3000 \
        -artifact_prefix="$build/$name-" -print_final_stats=1 "$corpus" >"$build/$name.log" 2>&1; then
        echo "$name: $(sed -n "s/^stat::number_of_executed_units: *//p" "$build/$name.log") runs, no finding"
    else
        echo "$name: FINDING, see $build/$name.log"
        exit 255
    fi'
