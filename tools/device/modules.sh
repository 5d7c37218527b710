#!/bin/sh
# Prints the modules of the device library whose code is in an image, found among its symbols.
# usage: modules.sh NM IMAGE
set -eu
[ -f "$2" ] || {
    echo "$2: no such file" >&2
    exit 2
}
symbols=$("$1" "$2" | sed -nE 's/.* [tT] (rprt_[a-z0-9_]+).*/\1/p')
for module in mode detect crypto log store boot auth chan; do
    pattern="^rprt_${module}_"
    [ "$module" != boot ] || pattern='^rprt_(boot|update)_'
    # Shared types and the mailbox belong to base and have other names.
    if echo "$symbols" | grep -E "$pattern" | grep -qvE '^rprt_mode_(word|of)$'; then
        echo "$module"
    fi
done
