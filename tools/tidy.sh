#!/bin/sh
# clang-tidy over every source of the product that the build folder compiles, one call per file and
# one set of flags per file: in one call for several, version 14 finds faults that are none.  Tests are
# left out: each of their checks counts as a branch.
# usage: tidy.sh BUILD
cd "$(dirname "$0")/.." || exit 1
build=$(realpath "$1")
one=$(mktemp -d) || exit 1
trap 'rm -rf "$one"' EXIT
python3 - "$build/compile_commands.json" >"$one/compile_commands.json" <<'EOF' || exit 1
import json, os, sys
first = {}
for c in json.load(open(sys.argv[1])):
    first.setdefault(os.path.realpath(os.path.join(c["directory"], c["file"])), c)
json.dump(list(first.values()), sys.stdout)
EOF
find src verify runtime reference attacks tools -name '*.c' -not -path '*/test/*' -not -path '*/tests/*' | sort |
    while read -r file; do grep -q "/$file\"\|\.\./$file\"" "$build/compile_commands.json" && echo "$file"; done |
    xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$one"
