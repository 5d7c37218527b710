#!/bin/sh
# Shows the main job on the real ventilator: verdict, worst path, smallest set, documents.
# usage: demo.sh BUILD
set -u
root=$(realpath "$(dirname "$0")/..") || exit 1
build=$(realpath "$1") || exit 1
cd "$root/examples/ventilator" || exit 1
rempart=$build/rempart
out=$build/demo

step() { printf '\n\033[1m%s\033[0m\n\n' "$*"; }
[ -t 1 ] || step() { printf '\n%s\n\n' "$*"; }

step "1. The verdict on the RespiraWorks ventilator ($ rempart assess)"
"$rempart" assess --quiet --exit-zero || exit 1
step "2. Why: the easiest path to the first harm ($ rempart why D1)"
"$rempart" why D1 --quiet || exit 1
step "3. The smallest set of controls that makes every risk acceptable ($ rempart select)"
"$rempart" select --quiet --exit-zero --certificate "$build/demo.proof" || exit 1
step "4. The two documents, in French and in English ($ rempart report --lang both)"
"$rempart" report --quiet --lang both --out "$out" || exit 1
cat <<TXT

Look here:
  ${out#"$root"/}/            the documents, to be opened in a browser
  examples/ventilator/   the model they come from, cited line by line
  examples/infusion-pump/ a second device, with test results as evidence
  examples/reference-pump/ the pump that is built, attacked and assessed here: make attack
  build/rempart help     all commands
TXT
