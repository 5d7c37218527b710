#!/bin/sh
# The optimum of middle-sized problems against clasp, a solver of quite another sort; each certificate
# must be accepted.  Exit status 77 (skipped) when clasp is not installed.
#
#     clasp.sh BUILD COUNT
build=$1 count=$2
command -v clasp >/dev/null || { echo "clasp is not installed: skipped"; exit 77; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
seed=0 wrong=0
while [ $seed -lt "$count" ]; do
    seed=$((seed + 1))
    "$build/bench/bench-generate" $((200 + seed % 7 * 150)) $((12 + seed % 5 * 12)) $seed \
        $((seed % 4 * 15)) >"$work/g"
    ours=$("$build/bench/bench-select" "$work/g" plain 0 "$work/c")
    "$build/bench/bench-export" "$work/g" wcnf >"$work/w"
    theirs=$(clasp --opt-strategy=usc,oll,7 --outf=1 --quiet=1,1 "$work/w" |
        sed -n 's/^o \([0-9]*\).*/\1/p; s/^s UNSAT.*/none/p' | tail -1)
    case $ours in
    *" optimal $theirs/$theirs "*) ;;
    *" impossible "*) [ "$theirs" = none ] || wrong=$((wrong + 1)) ;;
    *)
        echo "seed $seed: clasp says $theirs, we say $ours"
        wrong=$((wrong + 1))
        ;;
    esac
    "$build/rempart-verify" --quiet "$work/g" "$work/c" || wrong=$((wrong + 1))
done
echo "$count problems, $wrong wrong"
[ $wrong -eq 0 ]
