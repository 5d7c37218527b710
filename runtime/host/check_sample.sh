#!/bin/sh
# The log checker on a sample log: untouched, changed, cut off, with a wrong counter and a wrong key.
# usage: check_sample.sh PROGRAM SAMPLE_FOLDER
set -eu
program=$(realpath "$1")
cd "$2"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# expect STATUS LAST_LINE ARGUMENTS...
expect() {
    wanted=$1
    line=$2
    shift 2
    status=0
    "$program" "$@" >"$dir/out" 2>&1 || status=$?
    if [ $status -ne "$wanted" ] || [ "$(tail -n 1 "$dir/out")" != "$line" ]; then
        echo "expected $wanted, $line; got $status:"
        cat "$dir/out"
        exit 1
    fi
}

expect 0 "good: records 5 to 14" log.img 384 first-secret device-key 28
cp log.img "$dir/changed"
printf 'X' | dd of="$dir/changed" bs=1 seek=$((64 * 3 + 16)) conv=notrunc 2>/dev/null
expect 1 "bad: place 3, record 14: a record was changed, removed, inserted or exchanged" \
    "$dir/changed" 384 first-secret device-key 28
expect 1 "bad: place 4, record 15: records at the end were removed, or the image is an earlier one" \
    log.img 384 first-secret device-key 30
expect 1 "bad: place 0, record 0: no sector is authentic (wrong secret or key, or no log)" \
    log.img 384 device-key first-secret 28
expect 2 "rprt-log-check: the image is not a whole number of sectors, 3 at least" \
    log.img 400 first-secret device-key 28
echo "log checker: sample, change, cut, wrong keys, wrong usage"
