#!/bin/sh
# The layering test itself: clean on the tree, and a planted include must fail it.
# usage: layering-test.sh ROOT
set -u
sh "$1/tools/layering.sh" "$1" || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/src/base" "$tmp/verify" "$tmp/runtime" "$tmp/reference" "$tmp/attacks"
for planted in 'src/base:cli/options.h' 'verify:select/select.h' 'runtime:base/arena.h'; do
    folder=${planted%%:*} header=${planted#*:}
    echo "#include \"$header\"" >"$tmp/$folder/planted.c"
    if sh "$1/tools/layering.sh" "$tmp" >/dev/null; then
        echo "a planted include of $header in $folder was not found"
        exit 1
    fi
    rm "$tmp/$folder/planted.c"
done
