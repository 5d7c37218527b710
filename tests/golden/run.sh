#!/bin/sh
# Runs the golden cases of a group: every folder with a file `cmd` is one.
#
# cmd is run by sh in a copy of the folder, with the programs on the PATH; what it prints (both
# streams) and its exit status are compared with `expected`.  BLESS=1 rewrites `expected`.
# usage: run.sh BIN_DIR ROOT GROUP
set -u
bin=$(realpath "$1") || exit 1
root=$(realpath "$2") || exit 1
cd "$root/tests/golden/$3" || exit 1
PATH=$bin:$PATH BIN=$bin LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1790294400 ROOT=$root NO_COLOR=1
export PATH BIN LC_ALL SOURCE_DATE_EPOCH ROOT NO_COLOR
unset LANG LANGUAGE LC_MESSAGES FORCE_COLOR 2>/dev/null
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
ran=0 failed=0
for cmd in */cmd; do
    [ -f "$cmd" ] || continue
    case=${cmd%/cmd}
    ran=$((ran + 1))
    rm -rf "$tmp/case"
    cp -R "$case" "$tmp/case"
    rm -f "$tmp/case/expected"
    (cd "$tmp/case" && sh ./cmd </dev/null >"$tmp/out" 2>&1; echo "status $?" >>"$tmp/out")
    if [ "${BLESS:-}" ]; then
        cp "$tmp/out" "$case/expected"
    elif ! diff -u "$case/expected" "$tmp/out"; then
        echo "FAILED: $3/$case"
        failed=$((failed + 1))
    fi
done
echo "$3: $ran cases, $failed failed"
[ "$ran" -gt 0 ] && [ "$failed" -eq 0 ]
