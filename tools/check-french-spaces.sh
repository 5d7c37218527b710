#!/bin/sh
# Fails when a French text that is shown as it is has a plain space where a line may not break: before
# ; : ? ! and a closing guillemet, after an opening one.  (Texts of documents get theirs when written.)
# usage: check-french-spaces.sh ROOT
cd "$1" || exit 1
LC_ALL=C.UTF-8 awk '
    /[éèêëàâùûçôîïÉÀ’«»]/ && (/ [;:?!]([ ")]|$)/ || / »/ || /« /) {
        print FILENAME ":" FNR ": " $0
        bad = 1
    }
    END { exit bad }' src/cli/texts.def src/diag/messages/*.def catalogue/explain.yaml \
    catalogue/starter/fr.rempart.yaml
