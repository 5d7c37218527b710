#!/bin/sh
# Fails when the catalogue names an EMB3D identifier that EMB3D does not have.  The list of them lies
# beside a developer's checkout; where it does not, the test is skipped.
# usage: check-emb3d.sh ROOT
cd "$1" || exit 1
list=../shared/data/emb3d-map.json
[ -f "$list" ] || { echo "left out: $list is not there"; exit 77; }
bad=0 n=0
for id in $(grep -ohE '\b(TID|MID|PID)-[0-9]+' catalogue/*.mal catalogue/*.yaml | sort -u); do
    n=$((n + 1))
    grep -q "\"$id\"" "$list" || { echo "no such identifier: $id"; bad=1; }
done
echo "$n identifiers"
[ "$n" -gt 0 ] && exit $bad
