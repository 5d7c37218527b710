#!/bin/sh
# Fails when a message has no golden case that prints it, a code is used twice, or a text is missing
# in one of the languages.
# usage: check-messages.sh ROOT
cd "$1" || exit 1
bad=0
# A note without a place is printed under its message, without its code: its text is looked for.
printed() {
    grep -rqF "[RMP-$1]" --include=expected tests/golden && return
    note=$(cat src/diag/messages/*.def | tr '\n' ' ' |
        sed -n "s/.*MSG([A-Z0-9_]*, *$1, *NOTE, *\"\([^\"]*\)\".*/\1/p")
    [ -n "$note" ] && grep -rqF "      = $note" --include=expected tests/golden
}
codes=$(cat src/diag/messages/*.def | tr '\n' ' ' | grep -o 'MSG([A-Z0-9_]*, *[0-9]*' | sed 's/.*[ ,]//')
for code in $codes; do
    printed "$code" || {
        echo "RMP-$code: no golden case prints it"
        bad=1
    }
done
twice=$(echo "$codes" | sort | uniq -d)
[ -z "$twice" ] || { echo "code used twice: $twice"; bad=1; }
exit $bad
