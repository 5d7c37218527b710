#!/bin/sh
# A search that its time limit ends tells the bound that is proven, or that it found nothing; a host
# fast enough to finish is right too.
# usage: stopped.sh BUILD
build=$1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$build/bench/bench-generate" 50000 500 3 30 >"$work/graph" || exit 1
failed=0
for limit in "" "--max-controls 12"; do
    # shellcheck disable=SC2086 # two words
    first=$(LC_ALL=C "$build/rempart" select --graph "$work/graph" --time-limit 1 $limit | head -n 1)
    case $first in
    *"not proven smallest; cost "*", proven lower bound "*) ;;
    "no set that meets the question was found in the time given") ;;
    *" suffice"*) ;;
    *"no set of controls makes every risk acceptable"*) ;;
    *)
        echo "limit '$limit': $first"
        failed=1
        ;;
    esac
done
exit $failed
