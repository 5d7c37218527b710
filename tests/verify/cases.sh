#!/bin/sh
# Hand-made certificates: each is accepted or refused, and for the reason that its first line gives.
# usage: cases.sh CHECKER CASE...    a case: its answer, why, a graph, a certificate
checker=$1 failed=0 ran=0
shift
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
for case in "$@"; do
    expected=$(sed -n '1s/^# //p' "$case")
    sed -n '/^rempart-graph/,$p' "$case" | sed '/^rempart-certificate/,$d' >"$work/graph"
    sed -n '/^rempart-certificate/,$p' "$case" >"$work/certificate"
    answer=$("$checker" "$work/graph" "$work/certificate" 2>&1)
    status=$?
    case $status:$answer in
    "0:VERIFIED: "*) answer=accepted ;;
    "1:REFUSED: "*) answer="refused: $(echo "$answer" | sed 's/^[^:]*: [^ ]*: //')" ;;
    *) answer="status $status: $answer" ;;
    esac
    ran=$((ran + 1))
    [ "$answer" = "$expected" ] && continue
    echo "$case: expected '$expected', got '$answer'"
    failed=$((failed + 1))
done
echo "$ran cases, $failed failed"
[ $ran -gt 0 ] && [ $failed -eq 0 ]
