#!/bin/sh
# A search that its time limit or an interrupt ends tells the bound that is proven, or that it found
# nothing; a host fast enough to finish is right too.  The limit is that of all questions together.
# usage: stopped.sh BUILD
build=$1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$build/bench/bench-generate" 50000 500 3 30 >"$work/graph" || exit 1
failed=0

check() { # what was asked, the answer's first line
    case $2 in
    *"not proven smallest; cost "*", proven lower bound "*) ;;
    "no set that meets the question was found in the time given") ;;
    *" suffice"*) ;;
    *"no set of controls makes every risk acceptable"*) ;;
    *)
        echo "$1: $2"
        failed=1
        ;;
    esac
}

LC_ALL=C
export LC_ALL
for limit in "" "--max-controls 12" "--front --next 3"; do
    # shellcheck disable=SC2086 # two words
    check "limit '$limit'" "$("$build/rempart" select --graph "$work/graph" --time-limit 1 $limit | head -n 1)"
done

# --foreground: else the signal comes twice, and the second one ends the program.
timeout --foreground --preserve-status -s INT 3 "$build/rempart" select --graph "$work/graph" \
    --certificate "$work/proof" >"$work/out"
[ $? -le 1 ] || { echo "interrupted: status of a signal"; failed=1; }
check interrupted "$(head -n 1 "$work/out")"
if [ -f "$work/proof" ] && ! "$build/rempart-verify" "$work/graph" "$work/proof" >"$work/said"; then
    echo "interrupted: certificate not accepted: $(cat "$work/said")"
    failed=1
fi
exit $failed
