#!/bin/sh
# Fails when a text of the documents is used nowhere, or when tools/texts.c lets a bad file pass.
# usage: check-texts.sh TEXTS_PROGRAM ROOT
set -u
texts=$(realpath "$1") || exit 1
cd "$2" || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
bad=0
cat src/report/*.c src/report/*.h >"$tmp/code"
"$texts" "$tmp/all" catalogue/texts/*.yaml || exit 1
sed 's/^TEXT(\([A-Z0-9_]*\).*/\1/' "$tmp/all" | while read -r name; do
    case $name in
    XRAY_[0-9]*) continue ;; # used by number
    *_ONE) grep -qw "RP_COUNT(pen, ${name%_ONE}" "$tmp/code" && continue ;;
    *_MANY) grep -qw "RP_COUNT(pen, ${name%_MANY}" "$tmp/code" && continue ;;
    esac
    grep -qE "(RP_T_|RP_(SAY|FILL)\([a-z&>-]*, |^ *)$name\>" "$tmp/code" || echo "text not used: $name"
done >"$tmp/unused"
[ -s "$tmp/unused" ] && { cat "$tmp/unused"; bad=1; }

# Each of these must be refused.
refuse() {
    printf '%s\n' "$2" >"$tmp/case.yaml"
    if "$texts" "$tmp/out" "$tmp/case.yaml" 2>/dev/null; then
        echo "not refused: $1"
        bad=1
    fi
    [ ! -e "$tmp/out" ] || { echo "output left behind: $1"; bad=1; rm "$tmp/out"; }
}
refuse 'a language missing' 'a: {en: "x"}'
refuse 'a language empty' 'a: {en: "x", fr: ""}'
refuse 'a key twice' 'a: {en: "x", fr: "y"}
a: {en: "x", fr: "y"}'
refuse 'places differ' 'a: {en: "x {1}", fr: "y"}'
refuse 'another language' 'a: {en: "x", fr: "y", de: "z"}'
refuse 'no map' 'a: x'
exit $bad
